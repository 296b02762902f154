const { toText } = require('./bytes.js');

/** Reads an iterator to its end and closes it. */
async function drain(iterator, row) {
  const rows = [];
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    rows.push(row(next.value));
  }
  await iterator.close();
  return rows;
}

const entry = ({ key, value }) => ({ key, value: toText(value) });

async function page(query) {
  const { iterator, metadata } = await query;
  const rows = await drain(iterator, entry);
  // The shim gives no metadata at all where the peer sent none.
  return { rows, ...metadata };
}

/** Ranges, pages, composite keys, history and rich queries over public state. */
module.exports.queries = {
  async getStateByRange({ stub }, start, end) {
    return drain(await stub.getStateByRange(start, end), entry);
  },

  /** Takes only the first `count` rows and closes the iterator before its end. */
  async firstOfRange({ stub }, start, end, count) {
    const rows = [];
    for await (const row of stub.getStateByRange(start, end)) {
      rows.push(entry(row));
      if (rows.length === count) {
        break;
      }
    }
    return rows;
  },

  async getStateByRangeWithPagination({ stub }, start, end, size, bookmark) {
    return page(stub.getStateByRangeWithPagination(start, end, size, bookmark));
  },

  async getStateByPartialCompositeKey({ stub }, type, attributes) {
    return drain(await stub.getStateByPartialCompositeKey(type, attributes), entry);
  },

  async getStateByPartialCompositeKeyWithPagination({ stub }, type, attributes, size, bookmark) {
    return page(stub.getStateByPartialCompositeKeyWithPagination(type, attributes, size, bookmark));
  },

  async getHistoryForKey({ stub }, key) {
    return drain(await stub.getHistoryForKey(key), ({ txId, value, isDelete, timestamp }) => ({
      txId,
      value: toText(value),
      isDelete,
      seconds: Number(timestamp.seconds),
      nanos: timestamp.nanos,
    }));
  },

  async getQueryResult({ stub }, query) {
    return drain(await stub.getQueryResult(query), entry);
  },

  async getQueryResultWithPagination({ stub }, query, size, bookmark) {
    return page(stub.getQueryResultWithPagination(query, size, bookmark));
  },
};
