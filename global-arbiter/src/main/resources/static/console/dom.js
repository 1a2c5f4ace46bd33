// How things are put on the page. Nothing that came from elsewhere is ever read as HTML.

/** An element; attributes that are functions are listeners, those that are false are left out. */
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value !== false && value !== undefined && value !== null) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export const byId = (id) => document.getElementById(id);

export function show(id, ...children) {
  byId(id).replaceChildren(...children.flat().filter(Boolean));
}

/** Columns are [title, cell of a row, whether it is a number]. */
export function table(columns, rows, attributes = () => ({})) {
  const head = columns.map(([title, , number]) => el('th', { class: number ? 'n' : false, scope: 'col' }, title));
  const body = rows.map((row) =>
    el('tr', attributes(row), columns.map(([, cell, number]) => el('td', { class: number ? 'n' : false }, cell(row) ?? ''))),
  );
  return el('div', { class: 'wide' }, el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, body)));
}

export const pill = (kind, text, title) => el('span', { class: `pill ${kind}`, title: title ?? false }, text);
export const dim = (...children) => el('span', { class: 'dim' }, ...children);
export const problem = (error) => el('p', { class: 'problem', role: 'alert' }, error.message);

/** A number people can read; what is not known is a dash. */
export function number(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

export const percent = (ratio) => (ratio === null || ratio === undefined ? '–' : `${number(100 * ratio)} %`);

export function duration(millis) {
  if (millis < 1000) {
    return `${Math.round(millis)} ms`;
  }
  const seconds = millis / 1000;
  return seconds < 120 ? `${seconds.toFixed(1)} s` : seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

export const ago = (time) => `${duration(Math.max(0, Date.now() - Date.parse(time)))} ago`;
