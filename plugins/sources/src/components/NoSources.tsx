import PowerIcon from '@mui/icons-material/PowerOutlined';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  CopyButton,
  EmptyState,
  monospace,
} from '@plumbline/plugin-plumbline-react';

const config = `plumbline:
  repositories:
    - path: /srv/git/app-config
    - url: https://github.com/your-org/platform-config
  clusters:
    - name: prod-eu
      environment: production
      snapshot: /srv/snapshots/prod-eu
`;

const commands = `mkdir -p /srv/snapshots/prod-eu
kubectl get all,nodes,namespaces,ingresses,pvc --all-namespaces -o yaml > /srv/snapshots/prod-eu/objects.yaml
`;

function Code(props: { label: string; text: string }) {
  return (
    <Box sx={{ position: 'relative', mt: 1, mb: 2 }}>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={props.label}
        sx={{
          m: 0,
          p: 2,
          pr: 6,
          borderRadius: 1.5,
          border: 1,
          borderColor: 'divider',
          bgcolor: 'background.default',
          overflowX: 'auto',
          ...monospace,
          lineHeight: 1.6,
        }}
      >
        {props.text}
      </Box>
      <Box sx={{ position: 'absolute', top: 6, right: 6 }}>
        <CopyButton text={props.text} what={props.label} />
      </Box>
    </Box>
  );
}

/** The first thing that somebody with an own portal sees here. */
export function NoSources() {
  return (
    <EmptyState
      title="Plumbline reads nothing yet"
      icon={<PowerIcon fontSize="inherit" />}
    >
      <Typography>
        Name your repositories and clusters in{' '}
        <code>app-config.local.yaml</code> and start the portal again:
      </Typography>
      <Code label="configuration" text={config} />
      <Typography>
        A snapshot is a folder with what <code>kubectl</code> prints. Secret
        values in it are cut off while reading.
      </Typography>
      <Code label="commands" text={commands} />
    </EmptyState>
  );
}
