-- wrk script: governed calls with valid tokens of systems that hold the grant.
-- TOKENS: token file; PREFIX: path before the resource; OPERATION: path behind it; SYSTEMS: how many systems call.
local requests, at = {}, 0
function setup(thread) counter = (counter or 0) + 1; thread:set("seed", counter) end
function init(arguments)
  math.randomseed(seed)
  local systems, limit = 0, tonumber(os.getenv("SYSTEMS") or "64")
  for line in io.lines(os.getenv("TOKENS")) do
    systems = systems + 1
    if systems > limit then break end
    local resources, token = line:match("[^\t]+\t([^\t]+)\t(.+)")
    for resource in resources:gmatch("[^,]+") do
      local path = os.getenv("PREFIX") .. "/" .. resource .. "/" .. (os.getenv("OPERATION") or "person")
      requests[#requests + 1] = wrk.format("GET", path,
        { ["Authorization"] = "Bearer " .. token, ["Hub-Purpose"] = "benchmark", ["Host"] = "127.0.0.1" })
    end
  end
  for k = #requests, 2, -1 do local j = math.random(k); requests[k], requests[j] = requests[j], requests[k] end
end
function request() at = at % #requests + 1; return requests[at] end
function done(summary, latency, rates)
  print(string.format('JSON {"calls":%d,"us":%d,"p50":%.0f,"p99":%.0f,"max":%.0f,"non2xx":%d,"broken":%d}',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max, summary.errors.status,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
