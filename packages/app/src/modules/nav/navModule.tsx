import {
  Link,
  Sidebar,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarSpace,
  sidebarConfig,
  useSidebarOpenState,
} from '@backstage/core-components';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  NavContentBlueprint,
  NavContentComponentProps,
  NavContentNavItem,
} from '@backstage/plugin-app-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { LogoMark, LogoWithName } from './Logo';

function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        height: 72,
        pl: `${(sidebarConfig.drawerWidthClosed - 24) / 2}px`,
      }}
    >
      <Link to="/" underline="none" aria-label="Plumbline, home">
        {isOpen ? <LogoWithName /> : <LogoMark />}
      </Link>
    </Box>
  );
}

/**
 * A group of its own for each page, so that a phone shows the pages themselves and no menus. The sidebar looks for the
 * groups among its own children: this returns one and is no component.
 */
function navGroup(item: NavContentNavItem | undefined, priority: number) {
  return item ? (
    <SidebarGroup
      key={item.node.spec.id}
      label={item.title}
      icon={item.icon}
      to={item.href}
      priority={priority}
    >
      <SidebarItem icon={() => item.icon} to={item.href} text={item.title} />
    </SidebarGroup>
  ) : null;
}

/** Leads those without a mouse past the navigation. It sets no hash: pages have their own use for that. */
function SkipLink() {
  const skip = () => {
    const target = document.querySelector<HTMLElement>('main, article, h1');
    target?.setAttribute('tabindex', '-1');
    target?.focus();
  };
  return (
    <Button
      variant="contained"
      disableElevation
      onClick={skip}
      sx={{
        position: 'fixed',
        top: 8,
        left: 8,
        zIndex: 'tooltip',
        textTransform: 'none',
        '&:not(:focus)': { clipPath: 'inset(50%)' },
      }}
    >
      Skip to the page
    </Button>
  );
}

function PortalNav({ navItems }: NavContentComponentProps) {
  const oncall = navItems.take('page:oncall');
  const teams = navItems.take('page:ownership');
  const promotion = navItems.take('page:promotion');
  const sources = navItems.take('page:sources');
  const catalog = navItems.take('page:catalog');
  const settings = navItems.take('page:user-settings');
  const search = navItems.take('page:search');
  return (
    <>
      <SkipLink />
      <Sidebar>
        <SidebarLogo />
        <SidebarDivider />
        {navGroup(oncall, 40)}
        {navGroup(teams, 35)}
        {navGroup(promotion, 32)}
        {navGroup(sources, 30)}
        {navGroup(catalog, 20)}
        {navGroup(search, 15)}
        {navItems.rest().map(item => navGroup(item, 10))}
        <SidebarSpace />
        <SidebarDivider />
        {navGroup(settings, 0)}
      </Sidebar>
    </>
  );
}

export const navModule = createFrontendModule({
  pluginId: 'app',
  extensions: [NavContentBlueprint.make({ params: { component: PortalNav } })],
});
