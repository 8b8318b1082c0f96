# Varnish, between a proxy with TLS and calfeed. Install as /etc/varnish/default.vcl, and start varnishd with
# `-a 127.0.0.1:6081 -f /etc/varnish/default.vcl -s malloc,64m`.
vcl 4.1;

import std;

# Detects within seconds that calfeed is down, and that it is up again.
probe health {
    .url = "/healthz";
    .interval = 2s;
    .timeout = 2s;
    .window = 3;
    .threshold = 2;
    .initial = 2;
}

backend default {
    .host = "127.0.0.1";
    .port = "8080";
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
    .probe = health;
}

sub vcl_recv {
    # A stale response is revalidated before anybody gets it: calendar programs come every few hours, and each would otherwise get what
    # was current when the last one came. Only while calfeed is down is a stale response better than an error.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    } else {
        set req.grace = 7d;
    }
    # A query changes nothing, and must not fill the cache. A cookie must not bypass it.
    set req.url = regsub(req.url, "\?.*$", "");
    unset req.http.Cookie;
    # /healthz is about the current state: never from the cache. No published path has a percent sign. A path with one may still reach a
    # feed, and thousands of spellings do: none is cached.
    if (req.url ~ "^/healthz" || req.url ~ "%") {
        return (pass);
    }
}

# Only by the path: strangers may invent as many Hosts as they like.
sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_response {
    # There are endlessly many paths that are not found or redirected. In the cache, they would push out the feeds.
    if (beresp.status != 200) {
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
        return (deliver);
    }
    # Cache-Control of calfeed sets the lifetime. After it, a response is kept for a week, to be revalidated with its ETag, and to be
    # served while calfeed is down.
    set beresp.grace = 7d;
    set beresp.keep = 1d;
}

sub vcl_backend_error {
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
}

sub vcl_deliver {
    # calfeed went down after the last probe: try once more, from the cache.
    if (resp.status >= 500 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        return (restart);
    }
}
