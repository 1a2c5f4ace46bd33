// What would happen if a region's traffic moved, doing exactly that, and what is under way.
import { get, post } from './api.js';
import { ago, byId, dim, duration, el, number, percent, pill, problem, show, table } from './dom.js';

const PHASES = { done: 'good', aborted: 'bad', running: 'warn', pending: 'warn', proposed: 'warn' };
const sum = (byPriority) => Object.values(byPriority).reduce((all, each) => all + each, 0);

function what({ spec }) {
  return spec.region ? `${spec.kind} ${spec.region}` : `move the home of ${spec.tenant ?? `${spec.tenants.length} tenants`} to ${spec.to}`;
}

function timeline(events) {
  return el(
    'details',
    {},
    el('summary', {}, events.at(-1)?.step ?? ''),
    events.map((event) => el('div', { class: 'dim' }, `${event.time.slice(11, 23)} ${event.step}: ${event.message}`)),
  );
}

function act(failover) {
  const verbs = { proposed: ['approve', 'abort'], running: ['abort'], pending: ['abort'] }[failover.status.phase] ?? [];
  return verbs.map((verb) =>
    el('button', { click: () => said('moved', post(`api/v1/failovers/${failover.metadata.name}/${verb}`, {}, `${verb} ${failover.metadata.name}`)) }, verb),
  );
}

/** How far shares have followed traffic, by which table. */
function budgets(budget) {
  if (!budget) {
    return '';
  }
  const [kind, what] = {
    followed: ['good', `after ${duration(budget.afterMillis)}`],
    following: ['warn', `${number(budget.missingPerSecond)}/s to come`],
  }[budget.phase] ?? ['bad', `${number(budget.missingPerSecond)}/s missing`];
  return pill(kind, what, `by table ${budget.tableRevision}`);
}

const shares = (grants) => Object.entries(grants).map(([region, each]) => `${region} ${number(each)}`).join(', ');

/** Shows whether it was taken, or why not; how far it is stands among the moves. */
async function said(id, answer) {
  try {
    const { body } = await answer;
    show(id, pill('good', 'taken'), ' ', dim(body.metadata?.name ?? ''));
  } catch (error) {
    show(id, problem(error));
  }
}

export async function failovers() {
  const { items } = await get('api/v1/failovers?pageSize=100');
  const newest = items.toSorted((a, b) => b.metadata.createTime.localeCompare(a.metadata.createTime)).slice(0, 20);
  const open = new Set([...document.querySelectorAll('#failovers tr:has(details[open])')].map((row) => row.dataset.name));
  show(
    'failovers',
    newest.length
      ? table(
          [
            ['What', what],
            ['', (each) => pill(PHASES[each.status.phase] ?? 'dim', each.status.phase, each.status.waitsFor)],
            ['By', (each) => each.metadata.updatedBy],
            ['Because', (each) => each.metadata.reason],
            ['Asked', (each) => ago(each.metadata.createTime), true],
            ['Took', (each) => duration(each.status.durationMillis), true],
            ['Writes held up', (each) => (each.status.writeBlock ? duration(each.status.writeBlock.longestMillis) : ''), true],
            ['Budgets', (each) => budgets(each.status.budget)],
            ['Steps', (each) => timeline(each.status.timeline)],
            ['', act],
          ],
          newest,
          (each) => ({ 'data-name': each.metadata.name }),
        )
      : dim('Nothing was moved yet.'),
  );
  for (const row of document.querySelectorAll('#failovers tr[data-name]')) {
    row.querySelector('details').open = open.has(row.dataset.name);
  }
}

function planned({ metadata, spec, status }) {
  const reason = el('input', { name: 'reason', 'aria-label': 'because' });
  return [
    table(
      [
        ['Region', (region) => region.name],
        ['Can take/s', (region) => number(region.capacityPerSecond || null), true],
        ['Asked for/s', (region) => number(region.offeredPerSecond), true],
        ['Used now', (region) => percent(region.utilizationBefore), true],
        ['Used then', (region) => percent(region.utilizationAfter), true],
        ['Shed then/s', (region) => number(sum(region.shedPerSecond)), true],
      ],
      status.regions,
    ),
    status.budgets.limits.length
      ? table(
          [
            ['Budget', (each) => `${each.tenant} ${each.limit}`],
            ['Moves/s', (each) => number(each.movedPerSecond), true],
            ['Granted now/s', (each) => shares(each.grantsBefore)],
            ['Granted then/s', (each) => shares(each.grantsAfter)],
          ],
          status.budgets.limits,
        )
      : '',
    status.findings.map((finding) => el('div', { class: finding.blocks ? 'problem' : 'warn' }, `${finding.rule}: ${finding.message}`)),
    el(
      'div',
      { class: 'row' },
      status.applies
        ? [
            el('label', {}, 'because ', reason),
            el(
              'button',
              { click: () => said('planned', post(`api/v1/plans/${metadata.name}/apply`, { reason: reason.value }, metadata.name)) },
              `Do exactly this: ${spec.kind} ${spec.region}`,
            ),
          ]
        : pill('bad', 'the safety rules stand in the way'),
      el('button', { click: () => show('planned') }, 'Leave it'),
    ),
  ];
}

byId('plan').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { kind, region, acceptShed } = event.target.elements;
  try {
    const { body } = await post('api/v1/plans', {
      spec: { kind: kind.value, region: region.value, acceptShed: acceptShed.checked },
    });
    show('planned', ...planned(body));
  } catch (error) {
    show('planned', problem(error));
  }
});

byId('move').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { tenant, region, reason } = event.target.elements;
  await said(
    'moved',
    post('api/v1/failovers', { spec: { kind: 'move-home', tenant: tenant.value, to: region.value }, reason: reason.value }),
  );
});
