import type { Role } from '@wardline/events'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { ChartPage } from '../shell/chart-page.tsx'
import { Broken } from '../shell/error-boundary.tsx'
import { PageRegion, pageOf } from '../shell/lazy-page.tsx'
import { NotFound } from '../shell/not-found.tsx'
import { Workspace } from '../shell/workspace.tsx'
import { screens } from './manifest.ts'

/** Where each role's work begins (ux section 8). */
const landing: Readonly<Record<Role, string>> = {
  physician: '/patients',
  nurse: '/patients',
  pharmacist: '/pharmacy',
  labTechnician: '/lab',
  administrator: '/patients',
}

const screenRoutes: RouteObject[] = screens.map(({ path, page }) => {
  const Page = pageOf(page)
  return {
    path,
    element: (
      <PageRegion pageKey={path}>
        <Page />
      </PageRegion>
    ),
  }
})

/** Every view of the workspace has an address, so that it can be opened again (SHL-8). */
export const makeRouter = (role: Role) =>
  createBrowserRouter([
    {
      element: <Workspace />,
      // The last resort, when the frame itself has a fault: nothing can be kept, so the page begins anew.
      errorElement: <Broken onRetry={() => window.location.reload()} />,
      children: [
        { index: true, element: <Navigate to={landing[role]} replace /> },
        ...screenRoutes,
        { path: 'patients/:patientId/:tab?', element: <ChartPage /> },
        { path: '*', element: <NotFound /> },
      ],
    },
  ])
