import path from 'node:path';
import type { Consortium } from '../consortium.js';

const shown = (file: string): string => path.relative(process.cwd(), file) || '.';

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => (cells[column] ?? '').length)),
  );
  return rows
    .map(
      (cells) =>
        `  ${cells
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}`,
    )
    .join('\n');
}

/** Where everything is and how to log in, for a person who sees it for the first time. */
export function summary({ network, gateways }: Consortium): string {
  const { description } = network;
  const members = gateways.map(({ organisation, url, tokenFile }) => [
    organisation.id,
    `${url}/v1`,
    organisation.peer.endpoint,
    shown(tokenFile),
  ]);
  const first = gateways[0];
  return [
    columns([['member', 'gateway (REST)', 'peer', 'development log-in: bearer token in'], ...members]),
    '',
    `  orderer   ${description.ordering.nodes.map(({ endpoint }) => endpoint).join(', ')}`,
    `  channels  ${description.channels.map(({ name }) => name).join(', ')}`,
    `  data      ${shown(description.dataDir)} (network.json describes it; identities in organizations/, logs in logs/)`,
    ...(first === undefined
      ? []
      : [
          '',
          '  Try it:',
          `  curl --cacert ${shown(first.organisation.gateway.tls.ca)} -H "Authorization: Bearer $(cat ${shown(first.tokenFile)})" ${first.url}/v1/relationships`,
        ]),
    '',
    '  Your own chaincode:  npm run deploy -- --chaincode DIR --name NAME',
    '  A business day:      npm run day',
  ].join('\n');
}
