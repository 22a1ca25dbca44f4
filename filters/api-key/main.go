// A Proxy-Wasm filter that asks for an API key and answers 401 itself when it does not get one.
//
// It knows the documented ABI v0.2.1 only (proxywasm.go) and its configuration (configuration.go).
package main

import "strconv"

// One virtual machine may run several plugins; each has its own configuration.
var (
	configurations = map[uint32]*configuration{} // by plugin context
	plugins        = map[uint32]uint32{}         // plugin context by stream context
)

func onContextCreate(id, parent uint32) {
	if parent != 0 {
		plugins[id] = parent
	}
}

func onConfigure(plugin uint32) bool {
	read, err := readConfiguration(pluginConfiguration())
	if err != nil {
		logError(err.Error())
		return false
	}
	configurations[plugin] = read
	return true
}

func onRequestHeaders(id uint32) action {
	configured := configurations[plugins[id]]
	if configured == nil {
		panic("a request before the configuration") // traps: the request never passes unchecked
	}
	given, found := requestHeader(configured.header)
	if found && configured.knows(given) {
		return actionContinue
	}
	refuse(configured.header, found)
	return actionPause
}

func onDelete(id uint32) {
	delete(plugins, id)
	delete(configurations, id)
}

func refuse(header string, found bool) {
	reason := "missing API key"
	if found {
		reason = "unknown API key"
	}
	sendLocalResponse(localResponse{
		status:  401,
		details: "api_key",
		headers: []pair{
			{"content-type", "application/json"},
			{"www-authenticate", "ApiKey header=" + strconv.Quote(header)},
		},
		body: []byte(`{"error":` + strconv.Quote(reason) + `,"header":` + strconv.Quote(header) + "}\n"),
	})
}

func main() {}
