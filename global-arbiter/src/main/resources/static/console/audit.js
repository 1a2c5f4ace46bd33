// The last changes, whoever made them.
import { get } from './api.js';
import { ago, dim, show, table } from './dom.js';

export async function audit() {
  const { items } = await get('api/v1/audit-events?pageSize=20');
  show(
    'audit',
    items.length
      ? table(
          [
            ['When', (event) => ago(event.time)],
            ['Who', (event) => event.actor],
            ['Did', (event) => event.verb],
            ['To', (event) => event.object],
            ['Because', (event) => event.reason],
          ],
          items,
        )
      : dim('Nothing was changed yet.'),
  );
}
