import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import { keepFor } from './keepFor';

/** Whether what this browser keeps is known to be of the user who is signed in: before, none of it is shown, and nothing kept. */
export function useKeeping(): boolean {
  const identity = useApi(identityApiRef);
  const [keeping, setKeeping] = useState(false);
  useEffect(() => {
    let dropped = false;
    identity.getBackstageIdentity().then(
      ({ userEntityRef }) => {
        keepFor(userEntityRef);
        if (!dropped) {
          setKeeping(true);
        }
      },
      // Nobody knows who it is: nothing is kept for them.
      () => undefined,
    );
    return () => {
      dropped = true;
    };
  }, [identity]);
  return keeping;
}
