module backbeat/go_writer

go 1.21

require github.com/nlpodyssey/safetensors v0.0.0-20250209183917-bfb01cc25f7c
