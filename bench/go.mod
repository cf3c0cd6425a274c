module github.com/accord-go/accord/bench

go 1.26.0

require github.com/accord-go/accord v0.0.0

require github.com/goccy/go-json v0.12.0

replace github.com/accord-go/accord => ../
