/** What is drawn, one kind at a time, so that a difference has a name. */
const style = 'margin:0;background:#fff;font:16px sans-serif'
const words = 'The quick brown fox jumps over the lazy dog. 0123456789 Ελληνικά Кириллица עברית العربية'
const circles = Array.from(
  { length: 60 },
  (_, i) =>
    `<circle cx="${(i * 97) % 600}" cy="${(i * 61) % 380}" r="${5 + (i % 23)}" fill="hsl(${i * 37} 80% 50% / .6)" stroke="#123" stroke-width="1.3"/>`,
).join('')
const boxes = (css: (i: number) => string, count = 12) =>
  Array.from(
    { length: count },
    (_, i) => `<div style="display:inline-block;width:130px;height:110px;margin:6px;${css(i)}"></div>`,
  ).join('')
const canvas = (script: string, type: string) =>
  `<canvas id=c width=600 height=400></canvas><script>const g = c.getContext('${type}');${script}</script>`
/** A picture that the page makes with integers alone. */
const photo = `const p = document.createElement('canvas'); p.width = p.height = 96
const q = p.getContext('2d'), d = q.createImageData(96, 96)
for (let i = 0; i < d.data.length; i += 4) { const n = i / 4; d.data[i] = (n * 7) & 255; d.data[i+1] = (n >> 3) & 255; d.data[i+2] = (n * n) >> 7 & 255; d.data[i+3] = 255 }
q.putImageData(d, 0, 0)`

const bodies: Record<string, string> = {
  text: Array.from(
    { length: 16 },
    (_, i) =>
      `<p style="margin:2px;font:${i % 2 ? 'italic' : ''} ${i % 3 ? 400 : 700} ${9 + i}px ${['sans-serif', 'serif', 'monospace'][i % 3]};color:hsl(${i * 40} 70% 35%)">${words}</p>`,
  ).join(''),
  emoji: `<p style="font-size:40px">😀👍🏽👨‍👩‍👧‍👦🇩🇪🌈🦊🍕🚀 ❤️ ☕ 🎉</p><p style="font-size:17px">😀👍🏽👨‍👩‍👧‍👦🇩🇪🌈🦊🍕🚀 ❤️ ☕ 🎉</p>`,
  'rounded boxes and borders': boxes(
    (i) =>
      `background:hsl(${i * 30} 60% 70%);border:${1 + (i % 4)}.5px ${['solid', 'dashed', 'dotted', 'double'][i % 4]} #246;border-radius:${i * 5.3}px`,
  ),
  'linear gradients': boxes(
    (i) => `background:linear-gradient(${i * 31}deg,hsl(${i * 40} 90% 50%),hsl(${i * 70} 60% 80%) 40%,#123)`,
  ),
  'radial gradients': boxes(
    (i) =>
      `background:radial-gradient(${i % 2 ? 'circle' : 'ellipse'} at ${i * 7}% 40%,hsl(${i * 40} 90% 50%),#fff ${50 + i}%,#123)`,
  ),
  'conic gradients': boxes((i) => `background:conic-gradient(from ${i * 13}deg,red,gold,lime,blue,red)`),
  'gradients with hard edges': boxes(
    (i) =>
      `background:${['repeating-linear-gradient', 'repeating-conic-gradient', 'repeating-radial-gradient'][i % 3]}(${i % 3 ? '' : `${i * 17}deg,`}#123 0 ${3 + i / 7}${i % 3 === 1 ? 'deg' : 'px'},gold 0 ${7 + i}${i % 3 === 1 ? 'deg' : 'px'});transform:rotate(${i * 3}deg)`,
  ),
  shadows: boxes(
    (i) => `background:#eee;box-shadow:${i}px 4px ${i * 3}px rgb(0 0 80/.5), inset 0 0 ${i * 2}px teal`,
  ),
  'filter: blur': boxes((i) => `background:linear-gradient(45deg,red,blue);filter:blur(${0.5 + i / 2}px)`),
  'filter: colours': boxes(
    (i) =>
      `background:linear-gradient(45deg,tomato,gold,teal);filter:${['saturate(1.7)', 'hue-rotate(77deg)', 'contrast(1.3)', 'sepia(.6)', 'brightness(.7)', 'grayscale(.4)'][i % 6]}`,
  ),
  'color-dodge, color-burn, soft-light': `<div style="background:conic-gradient(gold,teal,black,white,gold);width:600px">${boxes(
    (i) =>
      `background:linear-gradient(${i * 30}deg,hsl(${i * 50} 80% 60%/.8),#fff8);mix-blend-mode:${['color-dodge', 'color-burn', 'soft-light'][i % 3]}`,
  )}</div>`,
  'opacity and blend modes': `<div style="background:linear-gradient(90deg,gold,teal);width:600px">${boxes(
    (i) =>
      `background:linear-gradient(hsl(${i * 50} 80% 60%/.8),#fff8);opacity:.9;mix-blend-mode:${['multiply', 'screen', 'overlay', 'soft-light', 'color-dodge', 'color-burn', 'hard-light', 'difference', 'luminosity', 'hue', 'color', 'exclusion'][i]}`,
  )}</div>`,
  transforms: boxes(
    (i) =>
      `background:linear-gradient(90deg,#345,#9bd);transform:rotate(${i * 11}deg) scale(.8) ${i % 3 ? '' : 'perspective(300px) rotateY(40deg)'}`,
  ),
  'text, turned and scaled': `<div style="transform:rotate(7deg) scale(1.13);transform-origin:0 0;padding:60px">${`<p>${words}</p>`.repeat(6)}</div>`,
  'svg shapes': `<svg width=600 height=400>${circles}<path d="M10 300C100 100 300 500 590 60" fill="none" stroke="#b04" stroke-width="7.5" stroke-dasharray="13 5"/></svg>`,
  'svg filters': `<svg width=600 height=400><filter id=f><feTurbulence baseFrequency=.03 numOctaves=3 /><feDisplacementMap in="SourceGraphic" scale=18 /></filter><filter id=l><feGaussianBlur stdDeviation=4 /><feDiffuseLighting lighting-color="gold" surfaceScale=5><fePointLight x=100 y=60 z=90 /></feDiffuseLighting></filter><g filter="url(#f)">${circles}</g><g filter="url(#l)" transform="translate(0 200)">${circles}</g></svg>`,
  'canvas 2D': canvas(
    `for (let i = 0; i < 80; i++) { g.beginPath(); g.fillStyle = 'hsl(' + i * 31 + ' 70% 50% / .5)'; g.arc(i * 53 % 600, i * 37 % 400, 8 + i % 40, 0, 5 + i / 60); g.fill(); g.strokeText('cefrig ' + i, i * 29 % 560, i * 47 % 400) }
    g.shadowBlur = 12; g.shadowColor = '#024'; g.fillRect(200, 150, 120, 80)`,
    '2d',
  ),
  'pictures, scaled': canvas(
    `${photo}; g.imageSmoothingQuality = 'high'; g.drawImage(p, 0, 0, 250, 250); g.drawImage(p, 260, 0, 41, 37); g.imageSmoothingQuality = 'low'; g.drawImage(p, 310, 0, 220, 143); g.rotate(.2); g.drawImage(p, 330, 130, 133, 150)`,
    '2d',
  ),
  'WebP and JPEG, made and read': `<img id=a width=280><img id=b width=280><script>${photo}; a.src = p.toDataURL('image/jpeg', .8); b.src = p.toDataURL('image/webp', .8)</script>`,
  'page zoomed to 1.1': `<body style="zoom:1.1">${boxes((i) => `background:hsl(${i * 30} 60% 70%);border:1px solid #246;border-radius:9px`)}<p>${words}</p>`,
  WebGL: canvas(
    `const s = (t, x) => { const k = g.createShader(t); g.shaderSource(k, x); g.compileShader(k); return k }, r = g.createProgram()
    g.attachShader(r, s(35633, 'attribute vec2 v; varying vec2 u; void main(){ u = v; gl_Position = vec4(v, 0, 1); }'))
    g.attachShader(r, s(35632, 'precision highp float; varying vec2 u; void main(){ gl_FragColor = vec4(.5 + .5 * sin(u.x * 9.), .5 + .5 * cos(u.y * 7. + u.x), pow(abs(u.x * u.y), .4), 1); }'))
    g.linkProgram(r); g.useProgram(r); g.bindBuffer(34962, g.createBuffer()); g.bufferData(34962, new Float32Array([-1, -1, 3, -1, -1, 3]), 35044); g.enableVertexAttribArray(0); g.vertexAttribPointer(0, 2, 5126, false, 0, 0); g.drawArrays(4, 0, 3)`,
    'webgl',
  ),
}

export const pages: [name: string, html: string][] = Object.entries(bodies).map(([name, body]) => [
  name,
  `<!doctype html><meta charset="utf-8"><body style="${style}">${body}`,
])
