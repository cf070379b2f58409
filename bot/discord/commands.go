package discord

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
)

//go:embed data/commands.json
var commandData []byte

// commands is the list of commands as Discord takes it. Where people may not write to
// the bot directly, it has none there.
func commands(dms bool) ([]map[string]any, error) {
	var list []map[string]any
	if err := json.Unmarshal(commandData, &list); err != nil {
		return nil, fmt.Errorf("read commands: %w", err)
	}
	contexts := []int{0}
	if dms {
		contexts = append(contexts, 1)
	}
	for _, c := range list {
		c["contexts"], c["integration_types"] = contexts, []int{0}
	}
	return list, nil
}

// syncCommands sends the commands if they are not those that were sent last.
func (b *Bot) syncCommands(ctx context.Context, applicationID string) error {
	list, err := commands(b.cfg.Access.DMs)
	if err != nil {
		return err
	}
	data, err := json.Marshal(list)
	if err != nil {
		return fmt.Errorf("write commands: %w", err)
	}
	sum := sha256.Sum256([]byte(applicationID + "\x00" + b.cfg.CommandsGuild + "\x00" + string(data)))
	hash := hex.EncodeToString(sum[:])
	if b.cfg.CommandsFile != "" {
		if old, err := os.ReadFile(b.cfg.CommandsFile); err == nil && strings.TrimSpace(string(old)) == hash {
			return nil
		}
	}
	at := path("applications", applicationID, "commands")
	if b.cfg.CommandsGuild != "" {
		at = path("applications", applicationID, "guilds", b.cfg.CommandsGuild, "commands")
	}
	err = b.api.do(ctx, call{what: "set commands", method: http.MethodPut, path: at, bucket: "commands", body: json.RawMessage(data)})
	if err != nil {
		return err
	}
	b.cfg.Log.Info("commands sent", slog.Int("commands", len(list)))
	if b.cfg.CommandsFile == "" {
		return nil
	}
	if err := os.WriteFile(b.cfg.CommandsFile, []byte(hash+"\n"), 0o600); err != nil {
		return fmt.Errorf("note what commands were sent: %w", err)
	}
	return nil
}
