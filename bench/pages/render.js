// The pages that every runner shows: one function, so that a runner without navigation can use it too.
const palette = ['#31572c', '#003049', '#6a040f', '#5f0f40', '#1d3557', '#7f5539', '#3a0ca3', '#264653']

globalThis.renderPage = (number) => {
  const color = palette[number % palette.length]
  const value = (index) => (number * 7919 + index * 104729) % 997
  const cards = Array.from(
    { length: 3 + (number % 4) },
    (_, index) => `
    <article><h3>Entry ${value(index)}</h3><p>The quick brown fox ${value(index + 3)} jumps over the lazy dog.</p>
    <button>Open</button><button class="quiet">Later</button></article>`,
  ).join('')
  const rows = Array.from(
    { length: 6 + (number % 5) },
    (_, index) => `
    <tr><td>${index + 1}</td><td>Item ${value(index + 11)}</td><td>${value(index + 17)}.00</td><td><input type="checkbox" ${value(index) % 2 ? 'checked' : ''}></td></tr>`,
  ).join('')
  const bars = Array.from(
    { length: 12 },
    (_, index) =>
      `<rect x="${index * 24}" y="${100 - (value(index + 23) % 100)}" width="18" height="100" fill="${palette[(number + index) % palette.length]}"/>`,
  ).join('')
  return `<style>
    * { box-sizing: border-box } body { margin: 0; font: 15px/1.5 sans-serif; color: #222; background: #f4f4f6 }
    header { padding: 12px 20px; color: #fff; background: linear-gradient(90deg, ${color}, #666) } h1 { margin: 0; font-size: 22px }
    main { padding: 16px 20px } section { display: flex; flex-wrap: wrap; gap: 12px }
    article { width: 220px; padding: 12px; border-radius: 8px; background: #fff; box-shadow: 0 2px 8px #0003 } h3 { margin: 0 }
    button { margin-right: 6px; padding: 4px 10px; border: 1px solid ${color}; border-radius: 4px; color: #fff; background: ${color} }
    button.quiet { color: ${color}; background: none } table { width: 100%; margin: 16px 0; border-collapse: collapse; background: #fff }
    td { padding: 4px 8px; border-bottom: 1px solid #ddd } svg { display: block }
  </style>
  <header><h1>Page ${number}</h1><span id="counter" style="display: inline-block; width: 40px; height: 20px">0</span></header>
  <main><section>${cards}</section><table>${rows}</table><svg width="288" height="100">${bars}</svg></main>`
}
