// The operator API, asked with the token of whoever looks at the page. The token stays in this tab.

const KEY = 'ambit.token';

/** What the arbiter answered instead of what was asked for, in its own words. */
export class Problem extends Error {
  constructor(status, body) {
    const errors = (body.errors ?? []).map((e) => `${e.pointer}: ${e.message}`);
    super([body.detail ?? body.title ?? `HTTP ${status}`, ...errors, body.hint].filter(Boolean).join('\n'));
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: (value) => sessionStorage.setItem(KEY, value.trim()),
  forget: () => sessionStorage.removeItem(KEY),
};

async function ask(method, path, body, headers = {}) {
  const answer = await fetch(path, {
    method,
    headers: {
      ...(token.get() ? { Authorization: `Bearer ${token.get()}` } : {}),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    cache: 'no-store',
    signal: AbortSignal.timeout(6000),
  });
  const text = await answer.text();
  const json = text && (answer.headers.get('Content-Type') ?? '').includes('json') ? JSON.parse(text) : {};
  if (!answer.ok) {
    throw new Problem(answer.status, json);
  }
  return { status: answer.status, etag: answer.headers.get('ETag'), body: json };
}

export const get = async (path) => (await ask('GET', path)).body;
export const read = (path) => ask('GET', path);
export const put = (path, body, headers) => ask('PUT', path, body, headers);
// Done once for one key: what is clicked twice has one that is made of what is clicked.
export const post = (path, body = {}, key = crypto.randomUUID?.() ?? String(Math.random())) =>
  ask('POST', path, body, { 'Idempotency-Key': key });
