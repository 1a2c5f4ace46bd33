-- KEYS: the tenant's fence, the key that is written to. ARGV: the token, the command, what follows its key.
-- Returns 1 if the write was made, 0 if its token is lower than one that was seen.
local seen = redis.call('GET', KEYS[1])
local token = tonumber(ARGV[1])
if seen and (not token or token < tonumber(seen)) then
  return 0
end
redis.call(ARGV[2], KEYS[2], unpack(ARGV, 3))
if token and ARGV[1] ~= seen then
  redis.call('SET', KEYS[1], ARGV[1])
end
return 1
