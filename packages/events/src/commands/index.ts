export * from './basics.ts'
export * from './chart.ts'
export * from './medications.ts'
export * from './orders.ts'
