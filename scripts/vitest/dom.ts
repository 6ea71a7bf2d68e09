import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

// Parts that load lazily are compiled when the first test asks for them; on a busy machine one second is too short.
configure({ asyncUtilTimeout: 60_000 })

// Testing Library cleans up by itself only where the test functions are globals; ours are imported.
afterEach(cleanup)
