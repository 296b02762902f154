import { runBuilt } from './lib/prepare.mjs';

await runBuilt('@sanfang/crash-test', 'crashTestCommand');
