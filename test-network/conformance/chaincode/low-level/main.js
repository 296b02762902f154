const { readFileSync } = require('node:fs');
const { Shim } = require('fabric-shim');
const { LowLevelChaincode } = require('./chaincode.js');

const { env } = process;

/** A service that the peer connects to, as its environment says; else a client that connects to its peer. */
if (env.CHAINCODE_SERVER_ADDRESS === undefined) {
  Shim.start(new LowLevelChaincode());
} else {
  const tlsProps = env.CHAINCODE_TLS_KEY && {
    key: readFileSync(env.CHAINCODE_TLS_KEY),
    cert: readFileSync(env.CHAINCODE_TLS_CERT),
    ...(env.CHAINCODE_CLIENT_CA_CERT && { clientCACerts: readFileSync(env.CHAINCODE_CLIENT_CA_CERT) }),
  };
  Shim.server(new LowLevelChaincode(), {
    ccid: env.CHAINCODE_ID,
    address: env.CHAINCODE_SERVER_ADDRESS,
    ...(tlsProps && { tlsProps }),
  }).start();
}
