# Varnish between a proxy with TLS and calfeed. Install as /etc/varnish/default.vcl, and start varnishd with
# `-a 127.0.0.1:6081 -f /etc/varnish/default.vcl -s malloc,64m`.
vcl 4.1;

backend default {
    .host = "127.0.0.1";
    .port = "8080";
    .connect_timeout = 2s;
    .first_byte_timeout = 10s;
}

sub vcl_recv {
    # About this moment: never from the cache.
    if (req.url ~ "^/healthz") {
        return (pass);
    }
    # A query changes nothing, and must not fill the cache; neither must a cookie keep it from being used.
    set req.url = regsub(req.url, "\?.*$", "");
    unset req.http.Cookie;
}

sub vcl_backend_response {
    # The lifetime is the origin's own: Cache-Control. After it, what is here is served while it is asked for again with its
    # ETag, and for a week while calfeed is away.
    set beresp.grace = 7d;
    set beresp.keep = 1d;
}
