import Box from '@mui/material/Box'

/** A test's name in two lines at most; whole for whoever points at it or listens. */
export function TestName({ name, strong = false }: { readonly name: string; readonly strong?: boolean }) {
  return (
    <Box
      component="bdi"
      title={name}
      sx={{
        display: '-webkit-box',
        WebkitBoxOrient: 'vertical',
        WebkitLineClamp: 2,
        overflow: 'hidden',
        overflowWrap: 'anywhere',
        ...(strong && { fontWeight: 620 }),
      }}
    >
      {name}
    </Box>
  )
}
