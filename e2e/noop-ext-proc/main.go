// A no-op ext_proc server: answers every message with "continue", changes nothing, and gives each piece
// of a streamed body back as it is.
//
// It is the peer that Weir is measured against: grpc-go and go-control-plane as most ext_proc
// servers use them, with nothing in between. It prints its address on one line.
package main

import (
	"fmt"
	"log"
	"net"

	filter "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_proc/v3"
	extproc "github.com/envoyproxy/go-control-plane/envoy/service/ext_proc/v3"
	"google.golang.org/grpc"
)

type server struct {
	extproc.UnimplementedExternalProcessorServer
}

func (server) Process(stream extproc.ExternalProcessor_ProcessServer) error {
	streamed := false
	for {
		request, err := stream.Recv()
		if err != nil {
			return nil // the proxy ended the stream, which is how every request ends
		}
		if protocol := request.GetProtocolConfig(); protocol != nil {
			streamed = protocol.RequestBodyMode == filter.ProcessingMode_FULL_DUPLEX_STREAMED
		}
		answer, err := answerTo(request, streamed)
		if err != nil {
			return err
		}
		if err := stream.Send(answer); err != nil {
			return nil
		}
	}
}

func answerTo(request *extproc.ProcessingRequest, streamed bool) (*extproc.ProcessingResponse, error) {
	switch part := request.Request.(type) {
	case *extproc.ProcessingRequest_RequestHeaders:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_RequestHeaders{
			RequestHeaders: &extproc.HeadersResponse{}}}, nil
	case *extproc.ProcessingRequest_ResponseHeaders:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_ResponseHeaders{
			ResponseHeaders: &extproc.HeadersResponse{}}}, nil
	case *extproc.ProcessingRequest_RequestBody:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_RequestBody{
			RequestBody: same(part.RequestBody, streamed)}}, nil
	case *extproc.ProcessingRequest_ResponseBody:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_ResponseBody{
			ResponseBody: same(part.ResponseBody, streamed)}}, nil
	case *extproc.ProcessingRequest_RequestTrailers:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_RequestTrailers{
			RequestTrailers: &extproc.TrailersResponse{}}}, nil
	case *extproc.ProcessingRequest_ResponseTrailers:
		return &extproc.ProcessingResponse{Response: &extproc.ProcessingResponse_ResponseTrailers{
			ResponseTrailers: &extproc.TrailersResponse{}}}, nil
	default:
		return nil, fmt.Errorf("message: %T (expected: headers, body or trailers)", request.Request)
	}
}

func same(body *extproc.HttpBody, streamed bool) *extproc.BodyResponse {
	if !streamed {
		return &extproc.BodyResponse{}
	}
	return &extproc.BodyResponse{Response: &extproc.CommonResponse{BodyMutation: &extproc.BodyMutation{
		Mutation: &extproc.BodyMutation_StreamedResponse{StreamedResponse: &extproc.StreamedBodyResponse{
			Body: body.Body, EndOfStream: body.EndOfStream}}}}}
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
