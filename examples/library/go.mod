module example.org/dires-library

go 1.26.0

require github.com/dires/dires v0.0.0

require (
	github.com/klauspost/compress v1.20.4 // indirect
	golang.org/x/text v0.43.0 // indirect
	gonum.org/v1/gonum v0.17.0 // indirect
)

replace github.com/dires/dires => ../..
