package web

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"net/http"
	"strings"
)

// keys decides who may ask. It keeps digests, not keys.
type keys struct {
	digests [][sha256.Size]byte
	secret  []byte // of signed links; empty: there are none
}

func newKeys(cfg Config) *keys {
	k := &keys{}
	for _, key := range cfg.Keys {
		k.digests = append(k.digests, sha256.Sum256([]byte(key)))
	}
	if len(k.digests) > 0 {
		k.secret = cfg.LinkSecret
	}
	return k
}

// holder names who sent a request: a digest of the key, or empty where none is needed.
// Every key is compared, in the same time whatever was sent.
func (k *keys) holder(r *http.Request) (name string, ok bool) {
	if len(k.digests) == 0 {
		return "", true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	match := 0
	for i := range k.digests {
		match |= subtle.ConstantTimeCompare(sum[:], k.digests[i][:])
	}
	if match != 1 || !strings.EqualFold(scheme, "Bearer") || len(r.Header.Values("Authorization")) != 1 {
		return "", false
	}
	return hex.EncodeToString(sum[:8]), true
}

// sign is the signature that opens one document, empty where links are not signed.
func (k *keys) sign(document string) string {
	if len(k.secret) == 0 {
		return ""
	}
	mac := hmac.New(sha256.New, k.secret)
	mac.Write([]byte("source\x00" + document))
	return hex.EncodeToString(mac.Sum(nil)[:16])
}

// signed reports whether a signature opens a document.
func (k *keys) signed(document, signature string) bool {
	want := k.sign(document)
	return want != "" && subtle.ConstantTimeCompare([]byte(want), []byte(signature)) == 1
}
