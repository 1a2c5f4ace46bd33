// Budgets: what was wanted, what is used of it, who holds it, and whether every edge knows.
import { get, put, read } from './api.js';
import { ago, byId, dim, el, number, percent, pill, problem, show, table } from './dom.js';

const PAGE = 50;
let pages = 1;
let chosen = null;

const quota = (limit) =>
  `${number(limit.quota)} ${limit.unit} / ${limit.windowSeconds === 1 ? 's' : `${number(limit.windowSeconds)} s`}`;

function live(budget) {
  const said = budget.status.conditions.find((each) => each.type === 'Propagated');
  return said ? pill(said.status === 'True' ? 'good' : 'warn', said.status === 'True' ? 'everywhere' : said.reason, said.message) : '';
}

function shares(grants, most) {
  const parts = Object.entries(grants.regions).map(([region, rate]) =>
    el('i', { 'data-share': Math.min(100, (100 * rate) / most) }),
  );
  parts.forEach((part) => (part.style.width = `${part.dataset.share}%`));
  const said = Object.entries(grants.regions).map(([region, rate]) => `${region} ${number(rate)}`);
  return [el('span', { class: 'bar' }, parts), dim(said.join(' · '))];
}

const isRate = (limit) => limit.windowSeconds < 3600;
const perSecond = (limit) => limit.quota / limit.windowSeconds;

const COLUMNS = [
  ['Tenant', (budget) => budget.metadata.name],
  ['Budget', (budget) => budget.spec.limits.map((limit) => el('div', {}, quota(limit)))],
  ['Asked/s', (budget) => number(budget.status.usage.offeredPerSecond), true],
  ['Admitted/s', (budget) => number(budget.status.usage.admittedPerSecond), true],
  ['Shed/s', (budget) => number(budget.status.usage.shedPerSecond), true],
  [
    'Held by regions',
    (budget) => (isRate(budget.spec.limits[0]) ? shares(budget.status.grants, perSecond(budget.spec.limits[0])) : dim('a period')),
  ],
  ['Live', live],
  ['', (budget) => (budget.spec.enforcement === 'enforce' ? '' : pill('warn', budget.spec.enforcement))],
];

async function budgets() {
  const all = [];
  let next = '';
  for (let page = 0; page < pages; page++) {
    const part = await get(`api/v1/tenants?pageSize=${PAGE}${next && `&pageToken=${encodeURIComponent(next)}`}`);
    all.push(...part.items);
    next = part.nextPageToken ?? '';
    if (!next) {
      break;
    }
  }
  byId('more').hidden = !next;
  return all;
}

export async function tenants() {
  const all = await budgets();
  const wanted = byId('filter').value.trim();
  const rows = all.filter((budget) => budget.metadata.name.includes(wanted));
  show(
    'tenants',
    rows.length
      ? table(COLUMNS, rows, (budget) => ({
          class: `choice${budget.metadata.name === chosen ? ' chosen' : ''}`,
          tabindex: 0,
          click: () => choose(budget.metadata.name),
          keydown: (event) => event.key === 'Enter' && choose(budget.metadata.name),
        }))
      : dim(wanted ? 'None of those shown has that in its name.' : 'No tenant has a budget yet.'),
  );
  if (chosen) {
    await figures();
  }
}

function losses(status) {
  return table(
    [
      ['If every region lost the arbiter', (mode) => (mode.safeFactor ? `${mode.mode}(${mode.safeFactor})` : mode.mode)],
      ['All admit at most/s', (mode) => number(mode.totalPerSecond), true],
      ['of the limit', (mode) => (mode.totalFactor === null ? 'no bound' : `${number(mode.totalFactor)}×`), true],
      ['Served if all demand moves to one region', (mode) => percent(mode.utilizationAfterFullShift), true],
      ['', (mode) => (mode.mode === status.declared ? pill('good', 'declared') : '')],
    ],
    status.modes,
  );
}

/** What changes by itself; the form beside it is left to whoever types. */
async function figures() {
  const name = chosen;
  const [budget, leases, home] = await Promise.all([
    get(`api/v1/tenants/${name}/budget`),
    get(`api/v1/tenants/${name}/leases`),
    get(`api/v1/tenants/${name}/home`).catch(() => null),
  ]);
  if (name !== chosen) {
    return;
  }
  const said = budget.status.conditions.map((each) => el('div', {}, each.message));
  show(
    'tenant-figures',
    el('div', {}, said, dim(`set by ${budget.metadata.updatedBy} ${ago(budget.metadata.updateTime)}${budget.metadata.reason ? `: ${budget.metadata.reason}` : ''}`)),
    home ? el('p', {}, 'Writes are at home in ', el('b', {}, home.status.admitting ?? 'no region just now'), dim(` · ${home.status.state}, epoch ${home.status.epoch}`)) : null,
    table(
      [
        ['Region', (lease) => lease.region],
        ['Limit', (lease) => lease.limit],
        ['Lease/s', (lease) => number(lease.ratePerSecond), true],
        ['Burst', (lease) => number(lease.burst), true],
        ['Floor/s', (lease) => number(lease.floorPerSecond), true],
        ['Charged/s', (lease) => number(lease.chargedPerSecond), true],
      ],
      leases.leases,
    ),
    budget.status.controlLoss ? losses(budget.status.controlLoss) : null,
  );
}

async function store(form, etag, dryRun) {
  const said = byId('tenant-said');
  try {
    const spec = JSON.parse(form.elements.spec.value);
    const path = `api/v1/tenants/${chosen}/budget${dryRun ? '?dryRun=true' : ''}`;
    const answer = await put(path, { spec, reason: form.elements.reason.value }, { 'If-Match': etag });
    if (dryRun) {
      said.replaceChildren(pill('good', 'would be stored'), answer.body.status?.controlLoss ? losses(answer.body.status.controlLoss) : '');
    } else {
      await choose(chosen);
      byId('tenant-said').replaceChildren(pill('good', 'stored'));
    }
  } catch (error) {
    said.replaceChildren(problem(error));
  }
}

async function choose(name) {
  const panel = byId('tenant');
  let budget;
  try {
    budget = await read(`api/v1/tenants/${name}/budget`);
  } catch (error) {
    panel.replaceChildren(problem(error));
    panel.hidden = false;
    return;
  }
  chosen = name;
  const form = el(
    'form',
    { submit: (event) => (event.preventDefault(), store(form, budget.etag, false)) },
    el('textarea', { name: 'spec', 'aria-label': 'The budget as JSON', spellcheck: 'false' }, JSON.stringify(budget.body.spec, null, 2)),
    el(
      'div',
      { class: 'row' },
      el('label', {}, 'because ', el('input', { name: 'reason', required: true })),
      el('button', { type: 'button', click: () => store(form, budget.etag, true) }, 'Try'),
      el('button', {}, 'Store'),
    ),
  );
  panel.replaceChildren(
    el('h3', {}, name, ' ', el('button', { click: close }, 'Close')),
    el('div', { id: 'tenant-figures' }),
    el('details', {}, el('summary', {}, 'Change the budget'), form),
    el('div', { id: 'tenant-said' }),
  );
  panel.hidden = false;
  await figures();
}

function close() {
  chosen = null;
  byId('tenant').hidden = true;
}

byId('more').addEventListener('click', () => pages++);
