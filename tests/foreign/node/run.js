'use strict';

// Runs gateway.test.js and ends on the line `N passed, N failed`.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

const { stdout, stderr, status } = spawnSync(
  process.execPath, ['--test', '--test-reporter=tap', path.join(__dirname, 'gateway.test.js')], { encoding: 'utf8' });
process.stdout.write(stdout);
process.stderr.write(stderr);
const count = (word) => Number(stdout.match(new RegExp(`^# ${word} (\\d+)`, 'm'))?.[1] ?? 0);
const passed = count('pass');
const failed = count('fail') + count('cancelled');
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = status === 0 && passed > 0 ? 0 : 1;
