import { runBuilt } from './lib/prepare.mjs';

await runBuilt('@sanfang/local-network', 'deployCommand');
