/**
 * The report's document. It loads nothing but what lies beside it. `file:` stands beside `'self'` because a document that was opened as a file
 * has no origin of its own.
 */
export function pageHtml({ review = false }: { review?: boolean } = {}): string {
  const policy = [
    "default-src 'none'",
    "script-src 'self' file:",
    "style-src 'self' file:",
    "img-src 'self' file: data:",
    `connect-src ${review ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${review ? 'cefrig review' : 'cefrig report'}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="report.css">
<script src="run.js" defer></script>
<script src="report.js" defer></script>
</head>
<body>
<noscript>This page needs JavaScript. Some CI servers switch it off in what they show: download the whole folder and open index.html.</noscript>
</body>
</html>
`
}
