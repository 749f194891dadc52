import KeyIcon from '@mui/icons-material/KeyOutlined';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  Answer,
  SecretFact,
  SecretStateView,
} from '@plumbline/plugin-plumbline-common';
import {
  Age,
  describeSecretState,
  FileLink,
  Rows,
} from '@plumbline/plugin-plumbline-react';
import { Section } from './Section';

const mechanisms: Record<SecretFact['mechanism'], string> = {
  'external-secrets': 'External Secrets',
  'sealed-secrets': 'Sealed Secrets',
  sops: 'SOPS',
  csi: 'Secrets Store CSI',
  vault: 'Vault',
  plain: 'Plain Secret in Git',
};

/** The secrets it needs: names and where they come from, never values. */
export function SecretsSection(props: { answer: Answer }) {
  const { secrets, secretStates = [] } = props.answer;
  if (secrets.length === 0 && secretStates.length === 0) {
    return null;
  }
  return (
    <Section title="Secrets it needs">
      <Rows>
        {secretStates.map(state => (
          <SecretStateRow
            key={JSON.stringify([state.name, state.by, state.key])}
            state={state}
          />
        ))}
        {secrets.map(secret => {
          const { name, namespace, mechanism, store, location } = secret;
          return (
            <li
              key={`${mechanism} ${namespace} ${name} ${location.path} ${location.line}`}
            >
              <Box sx={{ display: 'flex', gap: 1, alignItems: 'flex-start' }}>
                <KeyIcon
                  aria-hidden
                  fontSize="small"
                  sx={{ color: 'text.secondary', mt: 0.25 }}
                />
                <Box sx={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                  {name}
                  <Typography
                    sx={{ fontSize: '0.875rem', color: 'text.secondary' }}
                  >
                    {mechanisms[mechanism] ?? mechanism}
                    {store && ` from ${store}`}
                  </Typography>
                  <Box sx={{ fontSize: '0.8125rem' }}>
                    <FileLink location={location} />
                  </Box>
                </Box>
              </Box>
            </li>
          );
        })}
      </Rows>
    </Section>
  );
}

/** Whether a Secret is there, by those who make it or wait for it. */
function SecretStateRow(props: { state: SecretStateView }) {
  const { name, state, by, since, refreshedAt } = props.state;
  const at = refreshedAt ?? since;
  return (
    <li>
      <Box sx={{ overflowWrap: 'anywhere' }}>
        <Box
          component="span"
          sx={{ fontWeight: state === 'ok' ? undefined : 600 }}
        >
          {name}
        </Box>{' '}
        {describeSecretState(props.state)}
      </Box>
      <Typography sx={{ fontSize: '0.875rem', color: 'text.secondary' }}>
        says {by.kind} {by.name}
        {at && (
          <>
            , <Age at={at} />
          </>
        )}
      </Typography>
    </li>
  );
}
