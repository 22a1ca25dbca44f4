package main

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

const defaultHeader = "x-api-key"

// What the filter was told: {"header": "x-api-key", "keys": ["..."]}.
type configuration struct {
	header string
	keys   [][]byte
}

// Reads and checks the JSON text; an error names the field, what it was and what was expected.
func readConfiguration(text []byte) (*configuration, error) {
	var fields struct {
		Header *string   `json:"header"`
		Keys   *[]string `json:"keys"`
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&fields); err != nil {
		return nil, explain(err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("configuration: text after the closing brace (expected: one JSON object)")
	}
	read := &configuration{header: defaultHeader}
	if fields.Header != nil {
		read.header = strings.ToLower(*fields.Header)
	}
	if !isToken(read.header) {
		return nil, fmt.Errorf("configuration.header: %.64q (expected: a header name)", read.header)
	}
	if fields.Keys == nil || len(*fields.Keys) == 0 {
		return nil, fmt.Errorf("configuration.keys: empty (expected: at least one key)")
	}
	for i, key := range *fields.Keys {
		if key == "" {
			return nil, fmt.Errorf("configuration.keys[%d]: empty (expected: a key)", i)
		}
		read.keys = append(read.keys, []byte(key))
	}
	return read, nil
}

// The decoder's errors in the words of this filter; none of them quotes a value, which may be a key.
func explain(err error) error {
	switch err := err.(type) {
	case *json.UnmarshalTypeError:
		return fmt.Errorf("%s: %s (expected: %s)", fieldName(err.Field), err.Value, expected(err.Field))
	case *json.SyntaxError:
		return fmt.Errorf("configuration: not JSON at byte %d: %w (expected: one JSON object)", err.Offset, err)
	}
	if name, unknown := strings.CutPrefix(err.Error(), "json: unknown field "); unknown {
		return fmt.Errorf("configuration.%s: unknown field (expected: one of header, keys)", strings.Trim(name, `"`))
	}
	return fmt.Errorf("configuration: %w (expected: one JSON object)", err)
}

func fieldName(field string) string {
	return strings.TrimSuffix("configuration."+field, ".")
}

func expected(field string) string {
	switch field {
	case "header":
		return "a string"
	case "keys":
		return "an array of strings"
	default:
		return "an object with header, keys"
	}
}

// Looks at every key whatever it finds, so that the time taken tells nothing but a key's length.
func (c *configuration) knows(given []byte) bool {
	known := 0
	for _, key := range c.keys {
		known |= subtle.ConstantTimeCompare(key, given)
	}
	return known == 1
}

// A field name as HTTP defines it (RFC 9110, 5.1).
func isToken(name string) bool {
	for _, c := range []byte(name) {
		letterOrDigit := c >= '0' && c <= '9' || c >= 'a' && c <= 'z'
		if !letterOrDigit && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return name != ""
}
