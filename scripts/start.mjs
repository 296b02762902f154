import { runBuilt } from './lib/prepare.mjs';

await runBuilt('@sanfang/consortium', 'startCommand');
