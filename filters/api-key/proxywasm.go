package main

import (
	"encoding/binary"
	"unsafe"
)

// The part of the Proxy-Wasm ABI v0.2.1 that this filter uses, in the specification's terms.

type action uint32

const (
	actionContinue action = 0
	actionPause    action = 1
)

const (
	statusOk                  = 0
	logLevelError             = 4
	mapRequestHeaders         = 0
	bufferPluginConfiguration = 7
	noGrpcStatus              = -1
	everything                = 1<<31 - 1
)

//go:wasmimport env proxy_log
func hostLog(level uint32, message unsafe.Pointer, size uint32) uint32

//go:wasmimport env proxy_get_buffer_bytes
func hostGetBufferBytes(buffer, offset, maxSize uint32, data, size unsafe.Pointer) uint32

//go:wasmimport env proxy_get_header_map_value
func hostGetHeaderMapValue(headers uint32, key unsafe.Pointer, keySize uint32, value, size unsafe.Pointer) uint32

//go:wasmimport env proxy_send_local_response
func hostSendLocalResponse(status uint32, details unsafe.Pointer, detailsSize uint32,
	body unsafe.Pointer, bodySize uint32, headers unsafe.Pointer, headersSize uint32, grpcStatus int32) uint32

// Memory that the host has asked for and not yet handed over: the garbage collector must see it.
var allocated = map[uint32][]byte{}

//go:wasmexport proxy_abi_version_0_2_1
func abiVersion() {}

//go:wasmexport proxy_on_memory_allocate
func exportAllocate(size uint32) uint32 {
	if size == 0 {
		return 0
	}
	memory := make([]byte, size)
	at := uint32(uintptr(unsafe.Pointer(&memory[0])))
	allocated[at] = memory
	return at
}

// Takes over what the host has written: from here on it is an ordinary slice.
func take(at, size uint32) []byte {
	memory := allocated[at]
	delete(allocated, at)
	return memory[:size]
}

//go:wasmexport proxy_on_context_create
func exportContextCreate(id, parent uint32) { onContextCreate(id, parent) }

//go:wasmexport proxy_on_configure
func exportConfigure(plugin, _ uint32) uint32 {
	if onConfigure(plugin) {
		return 1
	}
	return 0
}

//go:wasmexport proxy_on_request_headers
func exportRequestHeaders(id, _, _ uint32) uint32 { return uint32(onRequestHeaders(id)) }

//go:wasmexport proxy_on_delete
func exportDelete(id uint32) { onDelete(id) }

func logError(message string) {
	hostLog(logLevelError, unsafe.Pointer(unsafe.StringData(message)), uint32(len(message)))
}

func pluginConfiguration() []byte {
	var at, size uint32
	status := hostGetBufferBytes(bufferPluginConfiguration, 0, everything, unsafe.Pointer(&at), unsafe.Pointer(&size))
	if status != statusOk || size == 0 {
		return nil
	}
	return take(at, size)
}

// The first value of a request header, and whether there is one.
func requestHeader(name string) ([]byte, bool) {
	var at, size uint32
	status := hostGetHeaderMapValue(mapRequestHeaders, unsafe.Pointer(unsafe.StringData(name)), uint32(len(name)),
		unsafe.Pointer(&at), unsafe.Pointer(&size))
	if status != statusOk {
		return nil, false
	}
	if size == 0 {
		return nil, true
	}
	return take(at, size), true
}

type pair struct{ name, value string }

type localResponse struct {
	status  uint32
	details string
	headers []pair
	body    []byte
}

func sendLocalResponse(response localResponse) {
	headers := serialize(response.headers)
	hostSendLocalResponse(response.status,
		unsafe.Pointer(unsafe.StringData(response.details)), uint32(len(response.details)),
		unsafe.Pointer(unsafe.SliceData(response.body)), uint32(len(response.body)),
		unsafe.Pointer(unsafe.SliceData(headers)), uint32(len(headers)), noGrpcStatus)
}

// A header map on its way to the host: count, sizes, then names and values, each closed by a NUL.
func serialize(pairs []pair) []byte {
	bytes := binary.LittleEndian.AppendUint32(nil, uint32(len(pairs)))
	for _, p := range pairs {
		bytes = binary.LittleEndian.AppendUint32(bytes, uint32(len(p.name)))
		bytes = binary.LittleEndian.AppendUint32(bytes, uint32(len(p.value)))
	}
	for _, p := range pairs {
		bytes = append(append(bytes, p.name...), 0)
		bytes = append(append(bytes, p.value...), 0)
	}
	return bytes
}
