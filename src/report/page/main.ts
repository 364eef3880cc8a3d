import type { ReportData } from '../data.js'
import { App } from './app.js'
import { element } from './element.js'

declare global {
  interface Window {
    /** From `run.js`. */
    __cefrigRun?: ReportData
    /** There when `cefrig review` serves the page. */
    __cefrigReview?: object
  }
}

const lost = 'run.js, which belongs beside this page, was not loaded. Keep the folder of the report whole.'

if (window.__cefrigRun) new App(window.__cefrigRun, window.__cefrigReview !== undefined)
else document.body.append(element('main', {}, element('h1', {}, 'cefrig report'), element('p', {}, lost)))
