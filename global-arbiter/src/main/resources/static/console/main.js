// Signs in, and keeps the page as new as the arbiter is while somebody looks at it.
import { Problem, get, token } from './api.js';
import { audit } from './audit.js';
import { byId, dim, duration, pill, show } from './dom.js';
import { tenants } from './tenants.js';
import { failovers } from './traffic.js';
import { world } from './world.js';

const EVERY_MILLIS = 2000;
let shownAt = 0;

function signedIn(is) {
  byId('login').hidden = is;
  byId('logout').hidden = !is;
  byId('main').hidden = !is;
}

/** What is on the page is as old as the last answer; whoever reads it must know. */
function stale(why) {
  const banner = byId('stale');
  banner.hidden = why === null;
  banner.textContent = why === null ? '' : `${why} ${shownAt ? `What you see is ${duration(Date.now() - shownAt)} old.` : ''}`;
}

async function standingBy() {
  const status = await get('v1/status');
  if (!status.leading) {
    show('state', pill('warn', 'stands by'), ' ', dim(`${status.node}: open the console of the arbiter that leads`));
  }
  return !status.leading;
}

async function refresh() {
  try {
    if (await standingBy()) {
      byId('main').hidden = true;
      stale(null);
      return;
    }
    if (!token.get()) {
      signedIn(false);
      show('state', dim('The token is in the file that the arbiter names when it starts.'));
      return;
    }
    await Promise.all([world(), tenants(), failovers(), audit()]);
    signedIn(true);
    shownAt = Date.now();
    stale(null);
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      token.forget();
      signedIn(false);
      stale('That token is not known.');
    } else {
      stale(error instanceof Problem ? error.message : 'The arbiter does not answer.');
    }
  }
}

async function keepNew() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(keepNew, EVERY_MILLIS);
}

byId('login').addEventListener('submit', (event) => {
  event.preventDefault();
  token.set(event.target.elements.token.value);
  event.target.reset();
  refresh();
});
byId('logout').addEventListener('click', () => {
  token.forget();
  location.reload();
});
byId('filter').addEventListener('input', tenants);
document.addEventListener('visibilitychange', () => document.hidden || refresh());

// A link may carry the token where no server sees it: /#token=…
const carried = new URLSearchParams(location.hash.slice(1)).get('token');
if (carried) {
  token.set(carried);
  history.replaceState(null, '', location.pathname);
}
keepNew();
