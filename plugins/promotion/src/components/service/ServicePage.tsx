import { useParams } from 'react-router-dom';
import { Shell } from '../Shell';
import { ServiceContent } from './ServiceContent';

/** A service by the id in the address. */
export function ServicePage() {
  const { id = '' } = useParams();
  return (
    <Shell>
      <ServiceContent id={id} />
    </Shell>
  );
}
