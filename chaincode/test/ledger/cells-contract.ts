import { type Context, Contract } from 'fabric-contract-api';
import { KeyEndorsementPolicy } from 'fabric-shim';

interface Cell {
  readonly key: string;
  readonly value: string;
}

/** A contract to try the ledger with: one function for each thing that it does. */
export class Cells extends Contract {
  constructor() {
    super('Cells');
  }

  async Put({ stub }: Context, request: string): Promise<string> {
    const { key, value }: Cell = JSON.parse(request);
    await stub.putState(key, Buffer.from(value));
    return JSON.stringify({ seen: Buffer.from(await stub.getState(key)).toString('utf8') });
  }

  async Append({ stub }: Context, request: string): Promise<string> {
    const { key, value }: Cell = JSON.parse(request);
    const before = Buffer.from(await stub.getState(key)).toString('utf8');
    await stub.putState(key, Buffer.from(before + value));
    return '{}';
  }

  async CountInto({ stub }: Context, request: string): Promise<string> {
    const { key, value: start }: Cell = JSON.parse(request);
    let count = 0;
    for await (const _ of stub.getStateByRange(start, `${start}~`)) count += 1;
    await stub.putState(key, Buffer.from(String(count)));
    return JSON.stringify({ count });
  }

  async Keys({ stub }: Context, _request: string): Promise<string> {
    const keys: string[] = [];
    for await (const { key } of stub.getStateByRange('', '')) keys.push(key);
    return JSON.stringify(keys);
  }

  async PageThenPut({ stub }: Context, _request: string): Promise<string> {
    await stub.getStateByRangeWithPagination('a', 'z', 1, '');
    await stub.putState('a', Buffer.from('1'));
    return '{}';
  }

  async PutForBroker({ stub }: Context, request: string): Promise<string> {
    const { key, value }: Cell = JSON.parse(request);
    const policy = new KeyEndorsementPolicy();
    policy.addOrgs('PEER', 'BrokerXMSP');
    await stub.putState(key, Buffer.from(value));
    await stub.setStateValidationParameter(key, policy.getPolicy());
    return '{}';
  }

  async PutPrivate({ stub }: Context, request: string): Promise<string> {
    const { key, value }: Cell = JSON.parse(request);
    await stub.putPrivateData('orders', key, Buffer.from(value));
    return '{}';
  }

  async Seal({ stub }: Context, _request: string): Promise<string> {
    await stub.putPrivateData('orders', 'sealed', stub.getTransient().get('person') ?? new Uint8Array(0));
    return '{}';
  }

  async ReadPrivate({ stub }: Context, request: string): Promise<string> {
    const { key }: Cell = JSON.parse(request);
    return JSON.stringify(Buffer.from(await stub.getPrivateData('orders', key)).toString('utf8'));
  }

  async PrivateHash({ stub }: Context, request: string): Promise<string> {
    const { key }: Cell = JSON.parse(request);
    return JSON.stringify(Buffer.from(await stub.getPrivateDataHash('orders', key)).toString('hex'));
  }

  async PurgePrivate({ stub }: Context, request: string): Promise<string> {
    const { key }: Cell = JSON.parse(request);
    await stub.purgePrivateData('orders', key);
    return '{}';
  }

  async PutAllAfterFirst({ stub }: Context, request: string): Promise<string> {
    const { key, value: start }: Cell = JSON.parse(request);
    const iterator = await stub.getStateByRange(start, '');
    const { value } = await iterator.next();
    await iterator.close();
    await stub.putState(key, Buffer.from(value.key));
    return '{}';
  }

  async History({ stub }: Context, request: string): Promise<string> {
    const { key }: Cell = JSON.parse(request);
    const values: string[] = [];
    for await (const { value } of stub.getHistoryForKey(key))
      values.push(Buffer.from(value).toString('utf8'));
    return JSON.stringify(values);
  }

  async Facts({ stub, clientIdentity }: Context, _request: string): Promise<string> {
    const { seconds, nanos } = stub.getTxTimestamp();
    stub.setEvent('facts', Buffer.from('told'));
    return JSON.stringify({
      seconds: seconds.toNumber(),
      nanos,
      date: stub.getDateTimestamp().toISOString(),
      mspId: clientIdentity.getMSPID(),
      role: clientIdentity.getAttributeValue('sanfang.role'),
      none: clientIdentity.getAttributeValue('none'),
      ...stub.getFunctionAndParameters(),
      transient: [...stub.getTransient().keys()].sort(),
      transactionId: stub.getTxID(),
    });
  }
}

/** A bank’s peer that puts a nought behind every value. */
export class GenerousCells extends Cells {
  override async Put(context: Context, request: string): Promise<string> {
    const cell: Cell = JSON.parse(request);
    return super.Put(context, JSON.stringify({ ...cell, value: `${cell.value}0` }));
  }
}
