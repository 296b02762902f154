interface WritableCall<Response> {
  readonly cancelled: boolean;
  write(response: Response): boolean;
  once(event: 'drain' | 'cancelled', listener: () => void): unknown;
  removeListener(event: 'drain' | 'cancelled', listener: () => void): unknown;
}

/** Writes a message and waits while the client does not keep up; returns at once when it has hung up. */
export async function writeTo<Response>(call: WritableCall<Response>, response: Response): Promise<void> {
  if (call.cancelled || call.write(response)) {
    return;
  }
  await new Promise<void>((resolve) => {
    const done = () => {
      call.removeListener('drain', done);
      call.removeListener('cancelled', done);
      resolve();
    };
    call.once('drain', done);
    call.once('cancelled', done);
  });
}
