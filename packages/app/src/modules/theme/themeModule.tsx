import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import {
  createUnifiedTheme,
  palettes,
  UnifiedThemeOptions,
  UnifiedThemeProvider,
} from '@backstage/theme';
import DarkModeIcon from '@mui/icons-material/DarkModeOutlined';
import LightModeIcon from '@mui/icons-material/LightModeOutlined';

const navigation = {
  background: '#10222b',
  indicator: '#e9b44c',
  color: '#b4c4ca',
  selectedColor: '#ffffff',
  navItem: { hoverBackground: '#1e3640' },
  submenu: { background: '#1e3640' },
};

/** All pages fit beside each other at the bottom of a phone: Backstage's own margins push the first and the last one out. */
const components: UnifiedThemeOptions['components'] = {
  MuiBottomNavigationAction: {
    styleOverrides: {
      root: {
        '&&': {
          flex: '1 1 0',
          minWidth: 0,
          margin: 0,
          paddingLeft: 0,
          paddingRight: 0,
        },
      },
    },
  },
};

/** Contrast of text and of icons on both backgrounds is at least that of WCAG 2.2 AA. */
const light = createUnifiedTheme({
  components,
  palette: {
    ...palettes.light,
    background: { default: '#f6f8f8', paper: '#ffffff' },
    primary: { main: '#0b5c73' },
    secondary: { main: '#7a5310' },
    success: { main: '#1d7a46' },
    warning: { main: '#b25e00' },
    error: { main: '#b3261e' },
    info: { main: '#0b5c73' },
    text: { primary: '#16242a', secondary: '#51646c' },
    divider: '#d5dee1',
    link: '#0b5c73',
    linkHover: '#084354',
    navigation,
  },
});

const dark = createUnifiedTheme({
  components,
  palette: {
    ...palettes.dark,
    background: { default: '#10181c', paper: '#182328' },
    primary: { main: '#83cbe0' },
    secondary: { main: '#e9b44c' },
    success: { main: '#6fcf97' },
    warning: { main: '#f0b458' },
    error: { main: '#ff8a80' },
    info: { main: '#83cbe0' },
    text: { primary: '#e6eef0', secondary: '#a3b5bc' },
    divider: '#2f3f46',
    link: '#83cbe0',
    linkHover: '#b3e2f0',
    navigation,
  },
});

const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <LightModeIcon />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={light}>{children}</UnifiedThemeProvider>
      ),
    },
  },
});

const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <DarkModeIcon />,
      Provider: ({ children }) => (
        <UnifiedThemeProvider theme={dark}>{children}</UnifiedThemeProvider>
      ),
    },
  },
});

export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [lightTheme, darkTheme],
});
