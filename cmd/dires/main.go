// Command dires runs case studies on civil society and security.
package main

import (
	"context"
	"os"
	"os/signal"
	"os/user"
	"syscall"
	"time"

	"github.com/dires/dires/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second Ctrl-C ends it at once
	code := cli.Run(ctx, cli.World{Args: os.Args[1:], In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Env: os.Getenv, Login: login(), Locale: cli.Locale(), Now: time.Now, Terminal: cli.IsTerminal(os.Stderr), Asks: cli.IsTerminal(os.Stdin) && cli.IsTerminal(os.Stderr)})
	os.Exit(code)
}

// login is the name under which the computer knows who works at it.
func login() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return ""
}
