package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// hosts are the names a request may be addressed to. A page of another site that made
// its name resolve to this machine still sends its own name, and is refused.
type hosts struct {
	names   map[string]bool
	proxies []netip.Prefix
}

func newHosts(cfg Config) *hosts {
	h := &hosts{names: map[string]bool{"localhost": true}, proxies: cfg.Proxies}
	for _, name := range cfg.Hosts {
		h.names[strings.ToLower(name)] = true
	}
	if u, err := url.Parse(cfg.PublicURL); err == nil && u.Host != "" {
		h.names[strings.ToLower(u.Hostname())] = true
	}
	return h
}

// allowed reports whether a request names this server.
func (h *hosts) allowed(r *http.Request) bool {
	name := strings.ToLower(r.Host)
	if host, port, err := net.SplitHostPort(r.Host); err == nil {
		if strings.Trim(port, "0123456789") != "" {
			return false
		}
		name = strings.ToLower(host)
	}
	if h.names[name] {
		return true
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(name, "["), "]"))
	if err != nil || addr.Zone() != "" {
		return false
	}
	return addr.IsLoopback() || addr == localAddr(r)
}

// localAddr is the address of this machine that a request came in on. To send it as the
// host, a browser must have been led there by that very address.
func localAddr(r *http.Request) netip.Addr {
	local, _ := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if local == nil {
		return netip.Addr{}
	}
	at, err := netip.ParseAddrPort(local.String())
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr().Unmap()
}

// client is the address of who asks: the last one in X-Forwarded-For that is no proxy of
// ours, if the request comes from one.
func (h *hosts) client(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := at.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && h.isProxy(addr); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = next.Unmap().WithZone("")
	}
	return addr
}

func (h *hosts) isProxy(addr netip.Addr) bool {
	for _, p := range h.proxies {
		if p.Contains(addr) {
			return true
		}
	}
	return false
}
