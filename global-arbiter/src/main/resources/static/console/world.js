// Regions and their edges, as they last told of themselves.
import { get } from './api.js';
import { byId, dim, duration, el, number, percent, pill, show, table } from './dom.js';

const SILENT_MILLIS = 3000;

const mode = (name) => pill(name === 'target' ? 'good' : name === 'floor' ? 'bad' : 'warn', name ?? 'never heard');
const admin = (state) => (state === 'active' ? null : pill('warn', state));
const state = (edge) => pill(edge.state === 'present' ? 'good' : edge.state === 'left' ? 'dim' : 'bad', edge.state);

/** What the arbiter thinks of a region, if that is anything but well. */
function health(said) {
  if (!said || said.verdict === 'well') {
    return null;
  }
  return pill(said.verdict === 'confirmed' ? 'bad' : 'warn', said.verdict === 'confirmed' ? 'lost' : said.verdict, said.why);
}

/** How much of a region's traffic is to be elsewhere, and whether its edges are told so. */
function spill(said) {
  if (!said) {
    return null;
  }
  const away = said.awayPerTenThousand;
  return [
    away ? pill('warn', `${percent(away / 10000)} away`, `by table ${said.tableRevision}`) : null,
    said.refused ? pill('bad', `keeps table ${said.refused.revision} from its edges`, said.refused.why) : null,
  ];
}

function edges(region) {
  return table(
    [
      ['Edge', (edge) => edge.name],
      ['', state],
      ['Mode', (edge) => mode(edge.mode)],
      ['Policy', (edge) => (edge.behind ? pill('warn', `at ${edge.policyRevision}`) : 'newest')],
      ['Heard', (edge) => `${duration(edge.ageMillis)} ago`, true],
    ],
    region.edges,
  );
}

function card(region) {
  const { spec, status } = region;
  const silent = status.reportAgeMillis === null || status.reportAgeMillis > SILENT_MILLIS;
  return el(
    'div',
    { class: 'card' },
    el('h3', {}, region.name, mode(status.mode), admin(spec.adminState), spill(status.spill), health(status.health), silent ? pill('bad', 'silent') : null),
    el(
      'p',
      { class: 'dim' },
      spec.capacityPerSecond ? `takes ${number(spec.capacityPerSecond)}/s` : 'what it can take is not declared',
      status.provenPerSecond ? ` (is full at ${number(status.provenPerSecond)}/s)` : '',
      ` · ${status.edges.present} edges there, ${status.edges.silent} silent`,
    ),
    edges(region),
  );
}

function choices(regions) {
  for (const select of document.querySelectorAll('select[name=region]')) {
    const names = regions.map((region) => region.name);
    if (names.join() !== [...select.options].map((option) => option.value).join()) {
      const chosen = select.value;
      select.replaceChildren(...names.map((name) => el('option', { value: name, selected: name === chosen }, name)));
    }
  }
}

export async function world() {
  const topology = await get('api/v1/topology');
  choices(topology.regions);
  show('world', topology.regions.length ? topology.regions.map(card) : dim('No region was declared or heard yet.'));
  byId('state').replaceChildren(
    mode(topology.arbiter.mode),
    ' ',
    dim(`${topology.arbiter.node} leads · epoch ${topology.arbiter.epoch} · policy ${topology.arbiter.policyRevision}`),
  );
}
