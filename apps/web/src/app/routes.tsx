import type { Role } from '@wardline/events'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { ChartPage } from '../shell/charts/chart-page.tsx'
import { ErrorFallback } from '../shell/error-boundary.tsx'
import { Workspace } from '../shell/frame/workspace.tsx'
import { lazyPage, PageRegion } from '../shell/lazy-page.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { screens, tabs } from './manifest.ts'

/** Start page of each role (ux section 8). */
const startPages: Readonly<Record<Role, string>> = {
  physician: '/patients',
  nurse: '/patients',
  pharmacist: '/pharmacy',
  labTechnician: '/lab',
  administrator: '/patients',
}

const screenRoutes: RouteObject[] = screens.map(({ path, page }) => {
  const Page = lazyPage(page)
  return {
    path,
    element: (
      <PageRegion pageKey={path}>
        <Page />
      </PageRegion>
    ),
  }
})

/** Prefetches the code of the page at an address while its data load. */
export function fetchPageAt(pathname: string, role: Role): void {
  const [screenPath, patientId, tab] = (pathname === '/' ? startPages[role] : pathname).split('/').filter(Boolean)
  const page = patientId ? (tabs.find(({ path }) => path === tab) ?? tabs[0]) : screens.find(({ path }) => path === screenPath)
  page?.page().catch(() => undefined)
}

/** Every view of the workspace has an address, so that it can be opened again (SHL-8). */
export const makeRouter = (role: Role) =>
  createBrowserRouter([
    {
      element: <Workspace />,
      // Last resort for an error in the frame itself: reloads the page.
      errorElement: <ErrorFallback onRetry={() => window.location.reload()} />,
      children: [
        { index: true, element: <Navigate to={startPages[role]} replace /> },
        ...screenRoutes,
        { path: 'patients/:patientId/:tab?', element: <ChartPage /> },
        { path: '*', element: <NotFound /> },
      ],
    },
  ])
