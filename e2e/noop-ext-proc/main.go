// A no-op ext_proc server: answers every message with "continue" and changes nothing.
//
// It is the peer that Weir is measured against: grpc-go and go-control-plane as most ext_proc
// servers use them, with nothing in between. It prints its address on one line.
package main

import (
	"fmt"
	"log"
	"net"

	extproc "github.com/envoyproxy/go-control-plane/envoy/service/ext_proc/v3"
	"google.golang.org/grpc"
)

type server struct {
	extproc.UnimplementedExternalProcessorServer
}

func (server) Process(stream extproc.ExternalProcessor_ProcessServer) error {
	for {
		request, err := stream.Recv()
		if err != nil {
			return nil // the proxy ended the stream, which is how every request ends
		}
		answer, err := answerTo(request)
		if err != nil {
			return err
		}
		if err := stream.Send(answer); err != nil {
			return nil
		}
	}
}

func answerTo(request *extproc.ProcessingRequest) (*extproc.ProcessingResponse, error) {
	switch request.Request.(type) {
	case *extproc.ProcessingRequest_RequestHeaders:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_RequestHeaders{
			RequestHeaders: &extproc.HeadersResponse{}}}, nil
	case *extproc.ProcessingRequest_ResponseHeaders:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_ResponseHeaders{
			ResponseHeaders: &extproc.HeadersResponse{}}}, nil
	default:
		return nil, fmt.Errorf("message: %T (expected: request or response headers)", request.Request)
	}
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	host := grpc.NewServer()
	extproc.RegisterExternalProcessorServer(host, server{})
	fmt.Println(listener.Addr())
	log.Fatal(host.Serve(listener))
}
