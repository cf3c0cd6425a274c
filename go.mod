module github.com/accord-go/accord

go 1.26.0

require (
	github.com/gorilla/websocket v1.5.3
	github.com/klauspost/compress v1.20.3
	golang.org/x/crypto v0.48.0
)
