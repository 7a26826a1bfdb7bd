import { describe, expect, it } from 'vitest'
import { type AddressFault, faultOf } from '#worker/webhooks/rules/address.ts'
import { isPublicMachine } from '#worker/webhooks/rules/machine.ts'
import { JOB_LIMITS } from '#worker/jobs/rules/limits.ts'
import { backoff } from '#worker/jobs/rules/backoff.ts'

const ADDRESSES: [string, AddressFault | undefined][] = [
  ['https://hooks.example.com/portal', undefined],
  ['https://hooks.example.com:8443/portal?x=1', undefined],
  ['https://HOOKS.Example.COM/', undefined],
  ['https://bücher.example/', undefined],
  ['http://hooks.example.com/', 'NOT_HTTPS'],
  ['ftp://hooks.example.com/', 'NOT_HTTPS'],
  ['file:///etc/passwd', 'NOT_HTTPS'],
  ['javascript:alert(1)', 'NOT_HTTPS'],
  ['https://user:word@hooks.example.com/', 'CREDENTIALS'],
  ['https://hooks.example.com@10.0.0.1/', 'CREDENTIALS'],
  ['https://hooks.example.com:22/', 'PORT'],
  ['https://hooks.example.com:80/', 'PORT'],
  ['https://127.0.0.1/', 'LITERAL'],
  ['https://0x7f.1/', 'LITERAL'],
  ['https://2130706433/', 'LITERAL'],
  ['https://017700000001/', 'LITERAL'],
  ['https://127.1/', 'LITERAL'],
  ['https://①②⑦.⓪.⓪.①/', 'LITERAL'],
  ['https://8.8.8.8/', 'LITERAL'],
  ['https://[::1]/', 'LITERAL'],
  ['https://[::ffff:10.0.0.1]/', 'LITERAL'],
  ['https://[2606:4700::1111]/', 'LITERAL'],
  ['https://localhost/', 'NAME'],
  ['https://intranet/', 'NAME'],
  ['https://portal.localhost/', 'NAME'],
  ['https://metadata.google.internal/', 'NAME'],
  ['https://printer.local/', 'NAME'],
  ['https://hooks.example.com./', 'NAME'],
  ['https://hooks..example.com/', 'NAME'],
  ['https://1.0.168.192.in-addr.arpa/', 'NAME'],
  [`https://${'a'.repeat(64)}.example.com/`, 'NAME'],
  ['https://hooks.example.com\\@10.0.0.1/', 'NOT_AN_ADDRESS'],
  ['https://hooks.exa\nmple.com/', 'NOT_AN_ADDRESS'],
  [' https://hooks.example.com/', 'NOT_AN_ADDRESS'],
  ['hooks.example.com', 'NOT_AN_ADDRESS'],
  ['https://', 'NOT_AN_ADDRESS'],
  ['', 'NOT_AN_ADDRESS'],
  [`https://hooks.example.com/${'x'.repeat(500)}`, 'TOO_LONG'],
]

describe('an address that a tenant gives', () => {
  it.each(ADDRESSES)('%s: %s', (address, fault) => {
    expect(faultOf(address)).toBe(fault)
  })

  it('may be of this very machine only where that is allowed, and of no other by number', () => {
    expect(faultOf('http://127.0.0.1:4711/', { loopback: true })).toBeUndefined()
    expect(faultOf('http://127.0.0.2:4711/', { loopback: true })).toBe('NOT_HTTPS')
    expect(faultOf('http://localhost:4711/', { loopback: true })).toBe('NOT_HTTPS')
    expect(faultOf('https://10.0.0.1/', { loopback: true })).toBe('LITERAL')
  })
})

const NOBODYS = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '100.100.100.200', // metadata
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16', // metadata
  '169.254.169.254', // metadata
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192', // metadata
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '::ffff:a00:1',
  '::8.8.8.8',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  '2001::1', // Teredo
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2002:a00:1::1', // 6to4
  '2002:808:808::1',
  '3fff::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254', // metadata
  'fe80::1',
  'fec0::1',
  'ff02::1',
  // What is no number at all is nobody's.
  '',
  '256.1.1.1',
  '1.2.3',
  '1.2.3.4.5',
  '01.2.3.4',
  '1.2.3.4 ',
  'example.com',
  ':::',
  '1::2::3',
  '2606:4700',
  '2606:4700::1111%eth0',
  '2606:4700::1.2.3',
  '2606:4700:0:0:0:0:0:0:1111',
]
const EVERYBODYS = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '168.63.129.15',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.255.255',
  '223.255.255.254',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  '2001:4860:4860::8888',
  '2400:cb00::',
  '2606:4700::1.2.3.4',
]

describe('a machine', () => {
  it.each(NOBODYS)('%j is not everybody’s', (address) => {
    expect(isPublicMachine(address)).toBe(false)
  })

  it.each(EVERYBODYS)('%s is everybody’s', (address) => {
    expect(isPublicMachine(address)).toBe(true)
  })
})

it('a receiver may be away for most of a day before its message is given up', () => {
  const waits = Array.from({ length: JOB_LIMITS['webhook-out'].maxAttempts - 1 }, (_, n) => backoff(n + 1, 0))
  const hours = waits.reduce((sum, wait) => sum + wait, 0) / 3_600_000
  expect(hours).toBeGreaterThan(12)
  expect(hours).toBeLessThan(24)
})
