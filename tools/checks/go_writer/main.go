// Reads a safetensors file and writes it again with a library of its own: go_writer IN OUT.
package main

import (
	"log"
	"os"

	"github.com/nlpodyssey/safetensors"
)

func rewrite(in, out string) error {
	bytes, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	_, header, err := safetensors.ReadMetadata(bytes)
	if err != nil {
		return err
	}
	file, err := safetensors.Deserialize(bytes)
	if err != nil {
		return err
	}
	tensors := map[string]safetensors.TensorView{}
	for _, name := range file.Names() {
		tensors[name], _ = file.Tensor(name)
	}
	written, err := safetensors.Serialize(tensors, header.Metadata())
	if err != nil {
		return err
	}
	return os.WriteFile(out, written, 0o644)
}

func main() {
	if err := rewrite(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}
