"""A store to test with: a server of S3 in this process, asked through boto3 what is in it."""

from contextlib import contextmanager

BUCKET = "data"
KEY_ID, SECRET = "AKIDFORTESTS", "shh-this-opens-it"


class Bucket:
    """A bucket, as another program sees it."""

    def __init__(self, endpoint):
        import boto3

        self.endpoint = endpoint
        self.client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEY_ID,
            aws_secret_access_key=SECRET,
        )
        self.client.create_bucket(Bucket=BUCKET)

    def put(self, key, content):
        content = content.encode() if isinstance(content, str) else content
        self.client.put_object(Bucket=BUCKET, Key=key, Body=content)

    def put_folder(self, folder, key):
        for path in folder.rglob("*"):
            if path.is_file():
                self.put(f"{key}/{path.relative_to(folder).as_posix()}", path.read_bytes())

    def get(self, key):
        return self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()

    def names(self, start=""):
        """The keys of objects; what is called as a folder is, which has no bytes, is none."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=start)
        found = [one["Key"] for page in pages for one in page.get("Contents", [])]
        return [key for key in found if not key.endswith("/")]

    def everything(self, start=""):
        return {key.removeprefix(start): self.get(key) for key in self.names(start)}

    def unfinished(self):
        """The keys of uploads that have been begun and not ended."""
        found = self.client.list_multipart_uploads(Bucket=BUCKET)
        return [one["Key"] for one in found.get("Uploads", [])]


@contextmanager
def serving():
    """Serve S3 on a port of this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def asked_of_server(endpoint, path, content=b""):
    """Ask the server for something that is not of S3."""
    from urllib.request import Request, urlopen

    headers = {"Content-Type": "text/plain"}  # else it is taken for a form
    with urlopen(Request(f"{endpoint}/moto-api/{path}", data=content, headers=headers)) as answer:
        return answer.read()
