-- Asks an Ambit edge agent whether a request may go. Load it in the global section:
--
--   lua-load /etc/haproxy/ambit.lua
--
-- and see haproxy.cfg beside this file. One plain socket per question and one clock for all of it: HAProxy's own
-- httpclient tries four times, so that its time-out is a quarter of what a client may wait.

local agent = { host = "127.0.0.1", port = 8101 }

-- An agent that has not answered by then does not decide: the request goes.
local patience_ms = 50

-- What the agent is asked, by the name of the transaction's variable that says it.
local asked = {
  ["txn.ambit_tenant"] = "Ambit-Tenant",
  ["txn.ambit_priority"] = "Ambit-Priority",
  ["txn.ambit_operation"] = "Ambit-Operation",
  ["txn.ambit_cost"] = "Ambit-Cost",
}

-- What an admitted request is told: variables for the configuration to pass on.
local told = {
  ["ratelimit"] = "txn.ambit_limit",
  ["ratelimit-policy"] = "txn.ambit_policy",
  ["ambit-route"] = "txn.ambit_route",
  ["ambit-fencing-token"] = "txn.ambit_token",
}

-- Of a refusal these go to the client.
local shown = { "retry-after", "ratelimit", "ratelimit-policy", "ambit-decision", "content-type" }

local function millis()
  local now = core.now()
  return now.sec * 1000 + now.usec / 1000
end

local function question(txn)
  local lines = { "GET /v1/check HTTP/1.1", "Host: ambit", "Connection: close" }
  for variable, header in pairs(asked) do
    local value = txn:get_var(variable)
    if value ~= nil and value ~= "" then
      lines[#lines + 1] = header .. ": " .. tostring(value)
    end
  end
  return table.concat(lines, "\r\n") .. "\r\n\r\n"
end

-- The agent's answer, or nil if there is none in time.
local function ask(text)
  local ends = millis() + patience_ms
  local socket = core.tcp()
  local function left()
    local rest = ends - millis()
    if rest < 1 then
      return false
    end
    socket:settimeout(rest / 1000)
    return true
  end
  local function line()
    return left() and socket:receive("*l") or nil
  end
  local function read()
    if not (left() and socket:connect(agent.host, agent.port) and left() and socket:send(text)) then
      return nil
    end
    local status = tonumber(string.match(line() or "", "^HTTP/1%.%d (%d%d%d)"))
    local headers = {}
    for _ = 1, 50 do
      local text_line = line()
      if text_line == nil or status == nil then
        return nil
      end
      if text_line == "" then
        local length = tonumber(headers["content-length"] or "0")
        local body = ""
        if length > 0 then
          body = left() and socket:receive(length) or nil
        end
        return body ~= nil and { status = status, headers = headers, body = body } or nil
      end
      local name, value = string.match(text_line, "^([^:]+):%s*(.-)%s*$")
      if name ~= nil then
        headers[string.lower(name)] = value
      end
    end
    return nil
  end
  local done, answer = pcall(read)
  pcall(socket.close, socket)
  return done and answer or nil
end

core.register_action("ambit_check", { "http-req" }, function(txn)
  local answer = ask(question(txn))
  if answer == nil or answer.status == 404 or answer.status >= 500 and answer.headers["ambit-decision"] == nil then
    txn:set_var("txn.ambit_asked", "unanswered")
    return
  end
  txn:set_var("txn.ambit_asked", "answered")
  if answer.status == 200 then
    for header, variable in pairs(told) do
      if answer.headers[header] ~= nil then
        txn:set_var(variable, answer.headers[header])
      end
    end
    return
  end
  local reply = txn:reply({ status = answer.status, body = answer.body })
  for _, header in ipairs(shown) do
    if answer.headers[header] ~= nil then
      reply:add_header(header, answer.headers[header])
    end
  end
  txn:done(reply)
end, 0)
