import Box from '@mui/material/Box';

/** The plumb line: a bob on a string, pointing straight down. */
export function LogoMark() {
  return (
    <svg
      viewBox="0 0 24 32"
      width="24"
      height="32"
      aria-hidden
      focusable="false"
    >
      <path
        d="M5 2.5h14"
        stroke="#dfe9ec"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
      <path d="M12 2.5v13" stroke="#dfe9ec" strokeWidth="1.75" />
      <path d="M8.75 15h6.5l1.5 4.5L12 30 7.25 19.5z" fill="#e9b44c" />
      <path d="M12 15h3.25l1.5 4.5L12 30z" fill="#c98f25" />
    </svg>
  );
}

export function LogoWithName() {
  return (
    <Box
      component="span"
      sx={{ display: 'flex', alignItems: 'center', gap: 1.5 }}
    >
      <LogoMark />
      <Box
        component="span"
        sx={{
          color: '#fff',
          fontSize: '1.25rem',
          fontWeight: 600,
          letterSpacing: '-0.01em',
        }}
      >
        Plumbline
      </Box>
    </Box>
  );
}
