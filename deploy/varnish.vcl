# Varnish between a proxy with TLS and calfeed. Install as /etc/varnish/default.vcl, and start varnishd with
# `-a 127.0.0.1:6081 -f /etc/varnish/default.vcl -s malloc,64m`.
vcl 4.1;

import std;

# Tells within seconds that calfeed is away, and that it is back.
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
    # What is out of date is asked for again before anybody gets it: calendar programs come every few hours, and each would get what
    # was there when the last one came. Only while calfeed is away is it better than an error.
    if (req.restarts == 0 && std.healthy(req.backend_hint)) {
        set req.grace = 0s;
    } else {
        set req.grace = 7d;
    }
    # A query changes nothing, and must not fill the cache; neither must a cookie keep it from being used.
    set req.url = regsub(req.url, "\?.*$", "");
    unset req.http.Cookie;
    # About this moment: never from the cache. No path that is published has a percent sign; one that has, and leads to a feed all
    # the same, is one of thousands that do.
    if (req.url ~ "^/healthz" || req.url ~ "%") {
        return (pass);
    }
}

# By the path alone: strangers may invent as many Hosts as they like.
sub vcl_hash {
    hash_data(req.url);
    return (lookup);
}

sub vcl_backend_response {
    # There are endlessly many paths that lead nowhere, or elsewhere; kept, they would push the feeds out.
    if (beresp.status != 200) {
        set beresp.ttl = 0s;
        set beresp.grace = 0s;
        set beresp.keep = 0s;
        set beresp.uncacheable = true;
        return (deliver);
    }
    # The lifetime is the origin's own: Cache-Control. After it, what is here is kept for a week: to be asked for again with its ETag,
    # and for while calfeed is away.
    set beresp.grace = 7d;
    set beresp.keep = 1d;
}

sub vcl_backend_error {
    set beresp.ttl = 0s;
    set beresp.grace = 0s;
    set beresp.keep = 0s;
}

sub vcl_deliver {
    # calfeed has gone since it was last heard of: once more, for what is here.
    if (resp.status >= 500 && req.restarts == 0 && (req.method == "GET" || req.method == "HEAD")) {
        return (restart);
    }
}
