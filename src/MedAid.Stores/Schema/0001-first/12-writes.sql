-- What was written under a caller's key by any room with rows of its own, so that the same call again writes nothing more.
CREATE TABLE write_request (
    request_id   {text} NOT NULL PRIMARY KEY,
    content_hash {text} NOT NULL,
    subject      {text} NOT NULL,
    operator     {text} NOT NULL,
    done_us      {long} NOT NULL
){keyed};

{final write_request}
