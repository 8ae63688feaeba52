'use strict';

// A hospital system in Node talks to a real gateway: grpc-js and proto-loader, straight from protos/, and for the standard
// services and types the packages that their authors publish. The addresses come from MEDAID_GRPC and MEDAID_HTTP, protos and
// samples from MEDAID_ROOT.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const test = require('node:test');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');
const { getProtoPath } = require('google-proto-files');

const root = process.env.MEDAID_ROOT;
const protos = path.join(root, 'protos');
const timeLimit = 240_000;
const google = getProtoPath('..');
const packageFolder = (name) => path.dirname(require.resolve(`${name}/package.json`));

// defaults: true, or amounts of zero would be missing; longs as strings, as every amount is an int64.
const options = { defaults: true, longs: String, enums: String, oneofs: true, includeDirs: [protos, google] };
const api = grpc.loadPackageDefinition(protoLoader.loadSync([
  'medaid/settlement/v1/settlement.proto', path.join(packageFolder('grpc-health-check'), 'proto/health/v1/health.proto'),
  ...['v1', 'v1alpha'].map((v) => path.join(packageFolder('@grpc/reflection'), `build/proto/grpc/reflection/${v}/reflection.proto`)),
], options));

const types = new protobuf.Root();
types.resolvePath = (_, target) => path.join(google, target);
types.loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto']);

const channelOptions = [{}, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip }];
const [settlements, settlementsGzip] = channelOptions.map(
  (o) => new api.medaid.settlement.v1.SettlementService(process.env.MEDAID_GRPC, grpc.credentials.createInsecure(), o));
const health = new api.grpc.health.v1.Health(process.env.MEDAID_GRPC, grpc.credentials.createInsecure());
const healthGzip = new api.grpc.health.v1.Health(process.env.MEDAID_GRPC, grpc.credentials.createInsecure(), channelOptions[1]);
const reflections = ['v1', 'v1alpha'].map(
  (v) => new api.grpc.reflection[v].ServerReflection(process.env.MEDAID_GRPC, grpc.credentials.createInsecure()));

test.after(() => [settlements, settlementsGzip, health, healthGzip, ...reflections].forEach((client) => client.close()));

function call(client, method, request) {
  return new Promise((resolve, reject) => {
    const deadline = Date.now() + timeLimit;
    client[method](request, { deadline }, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

// proto-loader reads snake_case unless keepCase; its default, lowerCamel, is how the sample is written too.
function sample(requestId) {
  const request = JSON.parse(fs.readFileSync(path.join(root, 'samples', 'dialysis-visit.json'), 'utf8'));
  return { ...request, requestId, visit: { ...request.visit, visitId: `V-${requestId.slice(-28)}` } };
}

function undo(settled, requestId) {
  const { settlementId, hospitalCode } = settled.settlement;
  return call(settlements, 'Reverse', { requestId, hospitalCode, settlementId, reason: '录入错误' });
}

// The google.rpc details of a failed call, by the last word of their type.
function detailsOf(error) {
  const [bytes] = error.metadata.get('grpc-status-details-bin');
  const status = types.lookupType('google.rpc.Status').decode(bytes);
  return Object.fromEntries(status.details.map((packed) => {
    const name = packed.type_url.split('/')[1];
    return [name.split('.').pop(), types.lookupType(name).decode(packed.value)];
  }));
}

async function refused(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new assert.AssertionError({ message: 'the call was not refused' });
}

test('the sample settles to the figures of the samples readme', async () => {
  const settled = await call(settlements, 'Settle', sample('node-settle'));
  const split = settled.settlement.breakdown;
  assert.deepEqual(
    [split.grossFen, split.waivedFen, split.totalFen, split.patientFen, split.hospitalBorneFen],
    ['82530', '800', '81730', '15846', '0']);
  assert.deepEqual(
    split.layers.map((l) => [l.layer, l.paidFen]), [['basic', '62571'], ['catastrophic', '0'], ['relief', '3313']]);
  assert.equal(settled.settlement.entries.reduce((sum, e) => sum + BigInt(e.amountFen), 0n), 0n);
  await undo(settled, 'node-settle-undo');
});

test('a repeated request gets the stored answer', async () => {
  const first = await call(settlements, 'Settle', sample('node-replay'));
  const again = await call(settlements, 'Settle', sample('node-replay'));
  assert.deepEqual([first.replayed, again.replayed], [false, true]);
  assert.deepEqual(again.settlement, first.settlement);
  await undo(first, 'node-replay-undo');
});

test('a refusal carries reason, outcome and a Chinese sentence', async () => {
  const request = sample('node-refused');
  request.visit.serviceDate = '2020-12-31';
  const error = await refused(call(settlements, 'Settle', request));
  assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
  const details = detailsOf(error);
  assert.equal(details.ErrorInfo.reason, 'NO_POLICY_FOR_DATE');
  assert.deepEqual(
    { ...details.ErrorInfo.metadata },
    { outcome: 'not_done', retry: 'new_request_id', service_date: '2020-12-31', county_code: '141123' });
  assert.equal(details.LocalizedMessage.locale, 'zh-CN');
  assert.match(details.LocalizedMessage.message, /医保/);
});

test('all bad fields come at once', async () => {
  const request = sample('node-invalid');
  request.visit.idNumber = '141123196805129021';
  request.visit.items[0].quantity = '0';
  const error = await refused(call(settlements, 'Settle', request));
  assert.equal(error.code, grpc.status.INVALID_ARGUMENT);
  assert.deepEqual(
    detailsOf(error).BadRequest.fieldViolations.map((v) => v.field).sort(), ['visit.id_number', 'visit.items[0].quantity']);
});

test('a reversal mirrors, and a second one is refused', async () => {
  const settled = await call(settlements, 'Settle', sample('node-reverse-1'));
  const { settlement: undone } = await undo(settled, 'node-reverse-2');
  assert.equal(undone.breakdown.patientFen, '-15846');
  const error = await refused(undo(settled, 'node-reverse-3'));
  const info = detailsOf(error).ErrorInfo;
  assert.equal(info.reason, 'ALREADY_REVERSED');
  assert.equal(info.metadata.reversed_by_settlement_id, undone.settlementId);
});

test('a list comes in pages', async () => {
  for (let i = 0; i < 3; i++) {
    await undo(await call(settlements, 'Settle', sample(`node-list-${i}`)), `node-list-undo-${i}`);
  }
  const seen = [];
  let pageToken = '';
  do {
    const page = await call(settlements, 'ListSettlements', { pageSize: 2, pageToken });
    seen.push(...page.settlements.map((s) => s.requestId));
    pageToken = page.nextPageToken;
  } while (pageToken);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok([0, 1, 2].every((i) => seen.includes(`node-list-${i}`)));
});

test('gzip is read and answered', async () => {
  const { visit } = sample('node-gzip');
  const plain = await call(settlements, 'Quote', { visit });
  const packed = await call(settlementsGzip, 'Quote', { visit });
  assert.deepEqual(packed.breakdown, plain.breakdown);
});

test('an empty message under gzip is read', async () => {
  assert.equal((await call(healthGzip, 'Check', {})).status, 'SERVING');
});

test('health says serving', async () => {
  assert.equal((await call(health, 'Check', { service: 'medaid.settlement.v1.SettlementService' })).status, 'SERVING');
});

test('reflection names the services, in both versions', async () => {
  for (const reflection of reflections) {
    const stream = reflection.ServerReflectionInfo({ deadline: Date.now() + timeLimit });
    const answered = new Promise((resolve, reject) => stream.on('data', resolve).on('error', reject));
    stream.write({ listServices: '' });
    const { listServicesResponse } = await answered;
    stream.end();
    assert.ok(listServicesResponse.service.some((s) => s.name === 'medaid.settlement.v1.SettlementService'));
  }
});

test('the JSON door says the same as gRPC', async () => {
  const settled = await call(settlements, 'Settle', sample('node-json'));
  const answer = await fetch(`${process.env.MEDAID_HTTP}/v1/settlements/${settled.settlement.settlementId}`, {
    headers: { Accept: 'application/json;int64=number' }, signal: AbortSignal.timeout(timeLimit),
  });
  const { breakdown } = await answer.json();
  assert.strictEqual(breakdown.patientFen, 15846);
  assert.deepEqual(breakdown.sentences, settled.settlement.breakdown.sentences);
  await undo(settled, 'node-json-undo');
});
